using Azsreg.EndToEnd.Tests;

namespace Azsreg.Browser.Tests.Keyboard;

/// <summary>
/// A registered stamp whose line is so slow that a large item is on its way for minutes, and a small one for less than a second: whoever cancels a
/// download finds it running, however slow the machine is.
/// </summary>
public sealed class SlowPortal : RegisteredPortal
{
    /// <summary>What a download may take, in KiB a second.</summary>
    private const string Rate = "64";

    /// <summary>Begins with the slow line.</summary>
    public SlowPortal()
        : base(new LocalWorld { Settings = new Dictionary<string, string> { ["AZSREG_MARKETPLACE_BANDWIDTH"] = Rate } })
    {
    }
}
