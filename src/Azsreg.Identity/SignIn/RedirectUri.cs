namespace Azsreg.Identity;

/// <summary>Which redirect URIs may be registered, and which of them a request's is.</summary>
internal static class RedirectUri
{
    /// <summary>True for an absolute URI without fragment or wildcard that is https, a native scheme, or http on a loopback address.</summary>
    public static bool IsAcceptable(string value)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out var uri) || uri.Fragment.Length > 0 || value.Contains('*', StringComparison.Ordinal))
            return false;
        if (uri.Scheme == Uri.UriSchemeHttp)
            return IsLoopback(uri);
        return uri.Scheme is not ("javascript" or "data" or "vbscript" or "file" or "blob" or "about");
    }

    /// <summary>
    /// Compares as strings (RFC 9700 §2.1), but for the port of a loopback address: a native client takes a free one at run time (RFC 8252 §7.3).
    /// </summary>
    public static bool IsRegistered(string requested, IReadOnlyList<string> registered)
    {
        if (!IsAcceptable(requested))
            return false;
        foreach (var candidate in registered)
        {
            if (string.Equals(candidate, requested, StringComparison.Ordinal))
                return true;
            if (Uri.TryCreate(candidate, UriKind.Absolute, out var known) && Uri.TryCreate(requested, UriKind.Absolute, out var asked)
                && known.Scheme == Uri.UriSchemeHttp && asked.Scheme == Uri.UriSchemeHttp
                && IsLoopback(known) && IsLoopback(asked)
                && string.Equals(known.Host, asked.Host, StringComparison.OrdinalIgnoreCase)
                && known.UserInfo.Length == 0 && asked.UserInfo.Length == 0
                && (known.IsDefaultPort || known.Port == asked.Port)
                && string.Equals(known.PathAndQuery, asked.PathAndQuery, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static bool IsLoopback(Uri uri) => uri.Host is "localhost" or "127.0.0.1" or "[::1]";
}
