namespace Azsreg.AzureClient;

/// <summary>Actions allowed, without those taken away; <c>*</c> stands for any run of characters.</summary>
/// <param name="Actions">Such as <c>Microsoft.AzureStack/registrations/*</c>.</param>
/// <param name="NotActions">Taken away from <paramref name="Actions"/>.</param>
public sealed record PermissionSet(IReadOnlyList<string>? Actions, IReadOnlyList<string>? NotActions)
{
    /// <summary>True where this set allows an action.</summary>
    /// <param name="action">Such as <c>Microsoft.AzureStack/registrations/write</c>.</param>
    public bool Allows(string action) =>
        (Actions ?? []).Any(pattern => Matches(pattern, action)) && !(NotActions ?? []).Any(pattern => Matches(pattern, action));

    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> action)
    {
        // The classic walk with one step back to the last star: linear in practice, and no regular expression from outside.
        int p = 0, a = 0, star = -1, mark = 0;
        while (a < action.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
                (star, mark) = (p++, a);
            else if (p < pattern.Length && char.ToLowerInvariant(pattern[p]) == char.ToLowerInvariant(action[a]))
                (p, a) = (p + 1, a + 1);
            else if (star >= 0)
                (p, a) = (star + 1, ++mark);
            else
                return false;
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }
}
