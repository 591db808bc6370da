namespace Azsreg.ArmServer.Pipeline;

/// <summary>
/// What a request path says before any endpoint is asked: the subscription, the group, and the scope rights are checked at.
/// </summary>
internal sealed class ArmPath
{
    public ArmPath(string path)
    {
        var trimmed = path.TrimEnd('/');
        Span<Range> segments = stackalloc Range[32];
        var text = trimmed.AsSpan();
        var count = text.IsEmpty ? 0 : text[1..].Split(segments, '/');
        if (count >= 2 && Is(text[1..][segments[0]], "subscriptions"))
        {
            Subscription = text[1..][segments[1]].ToString();
            if (count >= 4 && Is(text[1..][segments[2]], "resourceGroups"))
                ResourceGroup = text[1..][segments[3]].ToString();
        }

        Scope = ScopeOf(trimmed, segments[..count]);
    }

    public string? Subscription { get; }

    public string? ResourceGroup { get; }

    public string Scope { get; }

    // After "providers/{namespace}" come pairs of type and name; one left over is a collection or an action and is dropped.
    // Before it, the same holds for "subscriptions/{id}/resourceGroups/{name}/...".
    private static string ScopeOf(string path, ReadOnlySpan<Range> segments)
    {
        var text = path.AsSpan();
        var start = 0;
        for (var i = segments.Length - 1; i >= 0; i--)
        {
            if (i + 1 < segments.Length && Is(text[1..][segments[i]], "providers"))
            {
                start = i + 2;
                break;
            }
        }

        var odd = (segments.Length - start) % 2 != 0;
        if (!odd)
            return path.Length == 0 ? "/" : path;
        var cut = path.LastIndexOf('/');
        return cut <= 0 ? "/" : path[..cut];
    }

    private static bool Is(ReadOnlySpan<char> segment, string word) => segment.Equals(word, StringComparison.OrdinalIgnoreCase);
}
