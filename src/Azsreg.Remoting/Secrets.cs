using System.Collections;

namespace Azsreg.Remoting;

/// <summary>Looks for secrets in values that are about to be sent.</summary>
internal static class Secrets
{
    private const int MaxDepth = 16;

    public static bool AreIn(object? value) => AreIn(value, 0);

    private static bool AreIn(object? value, int depth) => value switch
    {
        SecureText or RemoteCredential => true,
        string or byte[] or null => false,
        _ when depth == MaxDepth => false,
        RemoteObject bag => AreIn(bag.BaseValue, depth + 1) || bag.Any(property => AreIn(property.Value, depth + 1)),
        IDictionary map => map.Values.Cast<object?>().Any(item => AreIn(item, depth + 1)),
        IEnumerable list => list.Cast<object?>().Any(item => AreIn(item, depth + 1)),
        _ => false,
    };
}
