namespace Azsreg.Cloud;

/// <summary>What a role allows. An operation is allowed where it matches an action and no not-action; <c>*</c> stands for any characters.</summary>
/// <param name="Actions">Control-plane operations.</param>
/// <param name="NotActions">Exceptions from them.</param>
/// <param name="DataActions">Data-plane operations; kept, not used here.</param>
/// <param name="NotDataActions">Exceptions from them.</param>
public sealed record RolePermissions(
    IReadOnlyList<string> Actions, IReadOnlyList<string> NotActions, IReadOnlyList<string> DataActions, IReadOnlyList<string> NotDataActions)
{
    /// <summary>Permissions of control-plane actions only.</summary>
    public static RolePermissions Of(IReadOnlyList<string> actions, params IReadOnlyList<string> notActions) => new(actions, notActions, [], []);

    /// <summary>True where these allow an operation.</summary>
    public bool Allow(string action) => Any(Actions, action) && !Any(NotActions, action);

    private static bool Any(IReadOnlyList<string> patterns, string action)
    {
        for (var i = 0; i < patterns.Count; i++)
        {
            if (Matches(patterns[i], action))
                return true;
        }

        return false;
    }

    // Greedy with one step back to the last star: linear for the patterns roles have, and never exponential.
    internal static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> action)
    {
        int p = 0, a = 0, star = -1, mark = 0;
        while (a < action.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = a;
            }
            else if (p < pattern.Length && char.ToLowerInvariant(pattern[p]) == char.ToLowerInvariant(action[a]))
            {
                p++;
                a++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                a = ++mark;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*')
            p++;
        return p == pattern.Length;
    }
}
