using System.Collections;

namespace Azsreg.Remoting;

/// <summary>Looks for secrets in values that are about to be sent.</summary>
internal static class Secrets
{
    private const int MaxDepth = 64;

    public static bool AreIn(object? value) => AreIn(value, 0, null);

    // What was looked into is kept: a peer's objects may refer to each other so often that going every way through them has no end.
    private static bool AreIn(object? value, int depth, HashSet<object>? seen)
    {
        switch (value)
        {
            case SecureText or RemoteCredential: return true;
            case string or byte[] or null: return false;
            case RemoteObject or IEnumerable:
                seen ??= new HashSet<object>(ReferenceEqualityComparer.Instance);
                if (depth == MaxDepth || !seen.Add(value)) return false;
                break;
            default: return false;
        }
        return value switch
        {
            RemoteObject bag => AreIn(bag.BaseValue, depth + 1, seen) || bag.Any(property => AreIn(property.Value, depth + 1, seen)),
            IDictionary map => map.Values.Cast<object?>().Any(item => AreIn(item, depth + 1, seen)),
            _ => ((IEnumerable)value).Cast<object?>().Any(item => AreIn(item, depth + 1, seen)),
        };
    }
}
