namespace Azsreg.Portal.Live;

/// <summary>What pages watch: the stamp's topics with the same values, and the portal's own work.</summary>
[Flags]
internal enum LiveTopics
{
    None = 0,
    Activation = 1,
    Alerts = 2,
    Downloads = 4,
    Usage = 8,
    Activity = 16,
    Health = 32,
    Work = 64,
}
