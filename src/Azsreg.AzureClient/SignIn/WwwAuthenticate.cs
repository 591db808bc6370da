namespace Azsreg.AzureClient.SignIn;

/// <summary>The Bearer challenge of a 401 (RFC 6750 §3), from which the directory of a subscription is learned.</summary>
internal static class WwwAuthenticate
{
    private const int LongestHeader = 8 * 1024;

    /// <summary>The parameters of the Bearer challenge; empty where there is none.</summary>
    public static IReadOnlyDictionary<string, string> ReadBearer(string? header)
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (header is null || header.Length > LongestHeader)
            return found;

        var rest = header.AsSpan().TrimStart();
        if (!rest.StartsWith("Bearer", StringComparison.OrdinalIgnoreCase) || (rest.Length > 6 && rest[6] is not (' ' or '\t')))
            return found;

        rest = rest[6..];
        while (true)
        {
            rest = rest.TrimStart(" \t,");
            var equals = rest.IndexOf('=');
            if (equals <= 0)
                return found;
            var name = rest[..equals].Trim();
            // A blank within the name means that another scheme's challenge begins here.
            if (name.IndexOfAny(' ', '\t') >= 0)
                return found;
            rest = rest[(equals + 1)..].TrimStart();
            found.TryAdd(name.ToString(), ReadValue(ref rest));
        }
    }

    /// <summary>The directory's id in <c>authorization_uri="https://login.windows.net/{id}"</c>; null where it names none.</summary>
    public static string? TenantOf(string? header)
    {
        if (!ReadBearer(header).TryGetValue("authorization_uri", out var text) || !Uri.TryCreate(text, UriKind.Absolute, out var address))
            return null;
        var first = address.AbsolutePath.Trim('/').Split('/')[0];
        return Guid.TryParse(first, out var tenant) ? tenant.ToString() : null;
    }

    private static string ReadValue(ref ReadOnlySpan<char> rest)
    {
        if (rest.IsEmpty || rest[0] != '"')
        {
            var end = rest.IndexOfAny(',', ' ', '\t');
            var token = end < 0 ? rest : rest[..end];
            rest = rest[token.Length..];
            return token.ToString();
        }

        var value = new System.Text.StringBuilder();
        var i = 1;
        for (; i < rest.Length && rest[i] != '"'; i++)
        {
            // A quoted pair (RFC 9110 §5.6.4).
            if (rest[i] == '\\' && i + 1 < rest.Length)
                i++;
            value.Append(rest[i]);
        }

        rest = rest[Math.Min(i + 1, rest.Length)..];
        return value.ToString();
    }
}
