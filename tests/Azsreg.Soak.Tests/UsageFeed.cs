using System.Globalization;

namespace Azsreg.Soak.Tests;

/// <summary>Makes up usage by a seed: resources of some subscriptions that are used hour by hour. It remembers what was entered, and nothing else counts as the truth.</summary>
/// <param name="seed">Decides the amounts.</param>
/// <param name="resources">How many there are.</param>
/// <param name="firstHour">The first hour of use.</param>
internal sealed class UsageFeed(int seed, int resources, int firstHour)
{
    private const int Subscriptions = 12;
    private const int Tenants = 4;

    private static readonly string[] Meters =
    [
        "FAB6EB84-500B-4A09-A8CA-7358F8BBAEA5", "9CD92D4C-BAFD-4492-B278-BEDC2DE8232A", "6DAB500F-A4FD-49C4-956D-229BB9C8C793",
        "F271A8A388C44D93956A063E1D2FA80B", "B5C15376-6C94-4FDD-B655-1A69D138ACA3", "380874f9-300c-48e0-95a0-d2d9a21ade8f", "7ba084ec-ef9c-4d64-a179-7732c6cb5e28",
    ];

    private readonly Dictionary<(string Subscription, string Meter, int Day), (long Records, Int128 Billionths)> _sums = [];

    /// <summary>How many records were entered.</summary>
    public long Entered { get; private set; }

    /// <summary>The subscriptions it makes usage of.</summary>
    public static IReadOnlyList<string> AllSubscriptions { get; } = [.. Enumerable.Range(0, Subscriptions).Select(number => Subscription(number).ToString())];

    /// <summary>What was entered, by subscription, meter and day of use.</summary>
    public IReadOnlyDictionary<(string Subscription, string Meter, int Day), (long Records, Int128 Billionths)> Sums => _sums;

    /// <summary>A run of records, hour after hour.</summary>
    /// <param name="first">The number of the first.</param>
    /// <param name="count">How many.</param>
    /// <param name="group">The resource group, by which records are told apart later.</param>
    public IReadOnlyList<UsageEntry> Take(long first, int count, string group = "steady") => [.. Enumerable.Range(0, count).Select(offset => Make(first + offset, group))];

    /// <summary>Late amounts of records that were entered: more or less of the same hour.</summary>
    public IReadOnlyList<UsageEntry> Late(long first, int count, int step) =>
    [
        .. Enumerable.Range(0, count).Select(offset => Make(first + ((long)offset * step), "steady")).Select(one =>
            one with { Revision = 1, Billionths = one.Billionths % 2 == 0 ? -(one.Billionths / 2) : (one.Billionths / 3) + 1 }),
    ];

    /// <summary>Remembers what a stamp has taken.</summary>
    public void Add(IReadOnlyCollection<UsageEntry> entries)
    {
        foreach (var entry in entries)
        {
            var key = (entry.Subscription.ToString(), entry.MeterKey, entry.Hour / 24);
            _sums.TryGetValue(key, out var sum);
            _sums[key] = (sum.Records + 1, sum.Billionths + entry.Billionths);
        }

        Entered += entries.Count;
    }

    private static Guid Subscription(int number) => Guid.Parse(string.Create(CultureInfo.InvariantCulture, $"5b000000-0000-4000-8000-{number:x12}"));

    private UsageEntry Make(long number, string group)
    {
        var resource = (int)(number % resources);
        var subscription = resource % Subscriptions;
        return new UsageEntry(
            Subscription(subscription),
            Guid.Parse(string.Create(CultureInfo.InvariantCulture, $"3c000000-0000-4000-8000-{subscription % Tenants:x12}")),
            string.Create(CultureInfo.InvariantCulture, $"/subscriptions/{Subscription(subscription)}/resourceGroups/{group}/providers/Microsoft.Compute/virtualMachines/vm{resource}"),
            Meters[resource % Meters.Length],
            firstHour + (int)(number / resources),
            (long)(Mix((ulong)number + ((ulong)(uint)seed << 32)) % 5_000_000_000_000) + 1);
    }

    // SplitMix64: the same number, the same amount, in whatever order they are made.
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
