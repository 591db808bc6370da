using System.Globalization;

namespace Azsreg.Cloud.Registrations;

/// <summary>
/// Entity tags in the form recorded from the service: a strong tag, quotes included, around 8-4-4-4-12 hexadecimal digits
/// whose last group is the Unix time followed by four zeros.
/// </summary>
internal static class RegistrationEtag
{
    /// <summary>A tag for a version written now; two versions of one second differ in the first group.</summary>
    public static string Create(TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var random = Guid.CreateVersion7(now).ToString("N", CultureInfo.InvariantCulture)[^8..];
        return string.Create(CultureInfo.InvariantCulture, $"\"{random}-0000-0600-0000-{now.ToUnixTimeSeconds():x8}0000\"");
    }

    /// <summary>True where a condition header names this version; published examples carry the tag without quotes, so both count.</summary>
    public static bool Matches(string condition, string etag)
    {
        foreach (var part in condition.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "*" || part.Trim('"').Equals(etag.Trim('"'), StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
