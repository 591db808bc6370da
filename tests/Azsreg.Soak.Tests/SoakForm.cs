using Azsreg.Tests.Shared;

namespace Azsreg.Soak.Tests;

/// <summary>How much a soak does.</summary>
/// <param name="Seed">Decides amounts, faults and kills.</param>
/// <param name="Records">Records that are entered, beside those of the sample workload.</param>
/// <param name="Resources">Resources they are of.</param>
/// <param name="AtOnce">Records entered by one request or file.</param>
/// <param name="Kills">The fewest kills.</param>
/// <param name="Length">How long records are entered, where the machine is fast enough; they go as far as the time and the kills do.</param>
/// <param name="LongestPause">Between a start and the next kill.</param>
/// <param name="BatchesBetweenKills">How many batches are taken between two kills, where they come at all.</param>
/// <param name="Patience">How long the stamp may take to catch up.</param>
/// <param name="TriesUnderKills">How often the operator tries to register or to move while kills go on, before they pause for it: where a machine is slow, none would come through.</param>
internal sealed record SoakForm(
    int Seed, int Records, int Resources, int AtOnce, int Kills, TimeSpan Length, TimeSpan LongestPause, int BatchesBetweenKills, TimeSpan Patience, int TriesUnderKills)
{
    /// <summary>The one asked for: <c>AZSREG_FULL=1</c> is two million records and 200 kills; else what two minutes hold on a busy machine as well.</summary>
    public static SoakForm Current
    {
        get
        {
            var seed = TestSeed.Value;
            return Environment.GetEnvironmentVariable("AZSREG_FULL") == "1"
                ? new SoakForm(seed, 2_000_000, 2_000, 5_000, 200, TimeSpan.Zero, TimeSpan.FromSeconds(1), 4, TimeSpan.FromMinutes(20), TriesUnderKills: 2)
                : new SoakForm(seed, 48_000, 500, 1_000, 6, TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(1), 0, TimeSpan.FromMinutes(8), TriesUnderKills: 0);
        }
    }
}
