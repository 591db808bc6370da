using System.Collections;

namespace Azsreg.Remoting.Tests.Clixml;

/// <summary>Tells whether two values are the same all the way down: types, texts, properties of both kinds, order, shared objects.</summary>
internal static class SameValue
{
    public static bool Are(object? a, object? b) => Are(a, b, new Dictionary<object, object>(ReferenceEqualityComparer.Instance));

    private static bool Are(object? a, object? b, Dictionary<object, object> seen)
    {
        if (a is null || b is null) return a is null && b is null;
        if (a is byte[] bytes) return b is byte[] others && bytes.SequenceEqual(others);
        if (a is RemoteObject first)
        {
            if (seen.TryGetValue(a, out var known)) return ReferenceEquals(known, b);
            seen.Add(a, b);
            return b is RemoteObject second && first.TypeNames.SequenceEqual(second.TypeNames) && first.Text == second.Text
                && Are(first.BaseValue, second.BaseValue, seen) && Pairs(first.Adapted, second.Adapted, seen) && Pairs(first.Extended, second.Extended, seen);
        }
        if (a is IDictionary map)
        {
            return b is IDictionary other && map.Count == other.Count
                && map.Keys.Cast<object>().Zip(other.Keys.Cast<object>()).All(pair => Are(pair.First, pair.Second, seen))
                && map.Values.Cast<object?>().Zip(other.Values.Cast<object?>()).All(pair => Are(pair.First, pair.Second, seen));
        }
        if (a is IEnumerable list and not string)
            return a.GetType() == b.GetType() && list.Cast<object?>().Count() == ((IEnumerable)b).Cast<object?>().Count() && list.Cast<object?>().Zip(((IEnumerable)b).Cast<object?>()).All(pair => Are(pair.First, pair.Second, seen));
        return a.GetType() == b.GetType() && a.Equals(b);
    }

    private static bool Pairs(
        IReadOnlyCollection<KeyValuePair<string, object?>> first, IReadOnlyCollection<KeyValuePair<string, object?>> second, Dictionary<object, object> seen) =>
        first.Count == second.Count && first.Zip(second).All(pair => pair.First.Key == pair.Second.Key && Are(pair.First.Value, pair.Second.Value, seen));
}
