namespace Azsreg.Cloud.Resources;

/// <summary>Scopes are paths without a slash at their end; one lies in another where its path goes on from it.</summary>
internal static class ScopePath
{
    /// <summary>True where <paramref name="scope"/> is <paramref name="container"/> or lies below it.</summary>
    public static bool IsAtOrBelow(string scope, string container) =>
        container == "/"
        || (scope.StartsWith(container, StringComparison.OrdinalIgnoreCase)
            && (scope.Length == container.Length || scope[container.Length] == '/'));

    /// <summary>The form scopes are compared in by the database.</summary>
    public static string Key(string scope) => scope.ToLowerInvariant();

    /// <summary>What an extension resource or a list of them hangs on: the path before its last <c>/providers/Microsoft.Authorization</c>.</summary>
    public static string Extended(string path)
    {
        const string extension = "/providers/Microsoft.Authorization/";
        var at = path.LastIndexOf(extension, StringComparison.OrdinalIgnoreCase);
        return at > 0 ? path[..at] : "/";
    }
}
