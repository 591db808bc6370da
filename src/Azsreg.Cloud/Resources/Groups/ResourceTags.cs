using Azsreg.Protocol;

namespace Azsreg.Cloud.Resources;

/// <summary>The rules for tags: at most 50; names up to 512 characters, without <c>&lt; &gt; % &amp; \ ? /</c>; values up to 256.</summary>
internal static class ResourceTags
{
    private static readonly System.Buffers.SearchValues<char> Forbidden = System.Buffers.SearchValues.Create("<>%&\\?/");

    /// <exception cref="ArmException">400.</exception>
    public static void Require(IReadOnlyDictionary<string, string>? tags)
    {
        if (tags is null)
            return;
        if (tags.Count > 50)
            throw new ArmException(400, "TooManyTags", $"The resource has '{tags.Count}' tags. The maximum number of tags allowed is '50'.", "tags");
        foreach (var (name, value) in tags)
        {
            if (name.Length is 0 or > 512 || name.AsSpan().ContainsAny(Forbidden))
            {
                throw new ArmException(400, "InvalidTagNameCharacters",
                    "A tag name must have 1 to 512 characters and none of '<,>,%,&,\\,?,/'.", "tags");
            }

            if (value is null || value.Length > 256)
                throw new ArmException(400, "InvalidTagValue", $"The value of tag '{name}' must be text of at most 256 characters.", "tags");
        }
    }

    /// <summary>True where the tags have the filter's <c>tagName</c> and <c>tagValue</c>, so far as it has them.</summary>
    public static bool Match(IReadOnlyDictionary<string, string>? tags, ODataFilter filter)
    {
        if (filter["tagName"] is not { } name)
            return true;
        foreach (var (key, value) in tags ?? new Dictionary<string, string>())
        {
            // Tag names ignore letter case, tag values do not.
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
                return filter["tagValue"] is not { } wanted || wanted == value;
        }

        return false;
    }
}
