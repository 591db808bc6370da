using Azsreg.Protocol;

namespace Azsreg.Stamp.Facts;

/// <summary>How the hosts differ from those the registration lists.</summary>
/// <param name="Registered">How many it lists.</param>
/// <param name="Present">How many there are.</param>
/// <param name="Unlisted">How many of those are not in it.</param>
internal sealed record HardwareChange(int Registered, int Present, int Unlisted)
{
    /// <summary>The difference; null where there is none, or where the registration lists no hosts at all.</summary>
    public static HardwareChange? Between(IReadOnlyList<HardwareInfo> registered, IReadOnlyList<HardwareInfo> present)
    {
        var known = registered.Select(host => host.Uuid).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var unlisted = present.Count(host => !known.Contains(host.Uuid));
        return known.Count == 0 || (unlisted == 0 && known.Count == present.Count) ? null : new HardwareChange(known.Count, present.Count, unlisted);
    }
}
