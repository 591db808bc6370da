using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace Azsreg.Tests.Shared;

/// <summary>Checks a property over random values; what fails tells the seed that makes them again.</summary>
internal static class SeededProperty
{
    private static readonly FSharpOption<Replay> Beginning = new(new Replay(new Rnd((ulong)TestSeed.Value), FSharpOption<int>.None));

    /// <summary>Fails the test where the property does not hold.</summary>
    /// <param name="property">What must hold.</param>
    /// <param name="times">Over how many values.</param>
    public static void CheckSeeded(this Property property, int times = 100)
    {
        try
        {
            property.Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(times).WithReplay(Beginning));
        }
        catch (Exception failure)
        {
            Assert.Fail($"AZSREG_SEED={TestSeed.Value}: {failure.Message}");
        }
    }
}
