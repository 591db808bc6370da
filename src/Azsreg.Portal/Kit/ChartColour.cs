using System.Text;
using Azsreg.Protocol;

namespace Azsreg.Portal.Kit;

/// <summary>Gives the same colour to the same thing everywhere.</summary>
public static class ChartColour
{
    /// <summary>How many colours there are.</summary>
    public const int Count = 8;

    /// <summary>A grey, for what is the rest of something.</summary>
    public const int Rest = Count - 1;

    // Within its unit, as charts are of one: no two meters of a unit are alike, but for the sixteen sizes of disks.
    private static readonly Dictionary<string, int> Published = UsageMeters.All.GroupBy(meter => meter.Unit)
        .SelectMany(unit => unit.Select((meter, place) => (Key: UsageMeters.KeyOf(meter.Id), Colour: place % Rest)))
        .ToDictionary(meter => meter.Key, meter => meter.Colour, StringComparer.Ordinal);

    /// <summary>
    /// The colours of the meters of one chart, by their keys: each its own, and none of them the grey. Two that would be alike (sizes of disks, meters of
    /// several units, meters nobody published) are told apart here, the published ones first.
    /// </summary>
    /// <param name="keys">The meters, as <see cref="UsageMeters.KeyOf"/> writes them; more than there are colours share them.</param>
    public static IReadOnlyDictionary<string, int> OfMeters(IEnumerable<string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var colours = new Dictionary<string, int>(StringComparer.Ordinal);
        // In an order that does not hang on who used how much: tomorrow's chart has the same colours.
        foreach (var key in keys.Distinct().OrderBy(key => Published.ContainsKey(key) ? 0 : 1).ThenBy(key => key, StringComparer.Ordinal))
        {
            var colour = Published.TryGetValue(key, out var own) ? own : Of(key) % Rest;
            for (var tries = 0; tries < Rest && colours.ContainsValue(colour) && colours.Count < Rest; tries++)
                colour = (colour + 1) % Rest;
            colours[key] = colour;
        }

        return colours;
    }

    /// <summary>The colour of what has this id, such as a meter.</summary>
    public static int Of(string id)
    {
        ArgumentNullException.ThrowIfNull(id);

        // FNV-1a: the framework's own hash of a text differs from process to process.
        var hash = 2166136261u;
        foreach (var one in Encoding.UTF8.GetBytes(id.ToLowerInvariant()))
            hash = (hash ^ one) * 16777619u;
        return (int)(hash % Count);
    }
}
