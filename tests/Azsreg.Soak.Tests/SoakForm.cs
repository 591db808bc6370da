using Azsreg.Tests.Shared;

namespace Azsreg.Soak.Tests;

/// <summary>How much a soak does.</summary>
/// <param name="Seed">Decides amounts, faults and kills.</param>
/// <param name="Records">Records that are entered, beside those of the sample workload.</param>
/// <param name="Resources">Resources they are of.</param>
/// <param name="AtOnce">Records entered by one request or file.</param>
/// <param name="Kills">The fewest kills.</param>
/// <param name="LongestPause">Between a start and the next kill.</param>
/// <param name="Patience">How long the stamp may take to catch up.</param>
/// <param name="KillsUnderVerbs">Whether kills go on while the operator registers and moves; each then takes some attempts.</param>
internal sealed record SoakForm(int Seed, int Records, int Resources, int AtOnce, int Kills, TimeSpan LongestPause, TimeSpan Patience, bool KillsUnderVerbs)
{
    /// <summary>The one asked for: <c>AZSREG_FULL=1</c> is two million records and 200 kills; else what two minutes hold.</summary>
    public static SoakForm Current
    {
        get
        {
            var seed = TestSeed.Value;
            return Environment.GetEnvironmentVariable("AZSREG_FULL") == "1"
                ? new SoakForm(seed, 2_000_000, 2_000, 5_000, 200, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(20), KillsUnderVerbs: true)
                : new SoakForm(seed, 40_000, 500, 2_000, 10, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(8), KillsUnderVerbs: false);
        }
    }
}
