using System.Globalization;

namespace Azsreg.Portal.Live;

/// <summary>When a page was read, in changes and not in time: what changed later it does not show.</summary>
/// <param name="Hub">Of which run of the portal; another one counts anew.</param>
/// <param name="Change">The number of the latest change.</param>
internal readonly record struct LiveMoment(Guid Hub, long Change)
{
    /// <summary>Reads what <see cref="ToString"/> wrote. Anything else is a moment of no hub: whoever brings it is told everything.</summary>
    public static LiveMoment Read(string text)
    {
        var at = text.IndexOf('.', StringComparison.Ordinal);
        return at > 0 && Guid.TryParseExact(text.AsSpan(0, at), "N", out var hub) && long.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var change)
            ? new LiveMoment(hub, change)
            : default;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Hub:N}.{Change}");
}
