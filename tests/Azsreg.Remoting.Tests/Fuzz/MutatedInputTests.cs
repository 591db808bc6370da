using System.Globalization;
using Azsreg.Tests.Shared;

namespace Azsreg.Remoting.Tests.Fuzz;

/// <summary>
/// A short run of every fuzz target. AZSREG_FUZZ_COUNT sets how many inputs each gets, AZSREG_FUZZ_SEED where the sequence begins;
/// <c>./bench fuzz-remoting --full</c> is the long one.
/// </summary>
public sealed class MutatedInputTests
{
    private static readonly int Count = Setting("AZSREG_FUZZ_COUNT", 2_000);
    private static readonly int Seed = Setting("AZSREG_FUZZ_SEED", TestSeed.Value);

    private static readonly IReadOnlyList<FuzzTarget> Targets =
        FuzzTargets.All(FuzzCorpus.Load(Path.Combine(AppContext.BaseDirectory, "TestData", "recordings")));

    public static TheoryData<string> Names => [.. Targets.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names), DisableDiscoveryEnumeration = true)]
    public void Feed_MutatedInputs_AreReadOrAProtocolError(string name)
    {
        var run = new FuzzRun(Targets.Single(target => target.Name == name), Seed);

        run.Run(Count, TimeSpan.FromMinutes(5), workers: 1);

        run.Failures.ShouldBeEmpty();
        run.Inputs.ShouldBe(Count);
        run.Refused.ShouldBeInRange(Count / 20, Count - 1);
    }

    [Fact]
    public void Input_SameSeedAndNumber_IsTheSame()
    {
        foreach (var target in Targets) new FuzzRun(target, Seed).Input(17).ShouldBe(new FuzzRun(target, Seed).Input(17));
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
