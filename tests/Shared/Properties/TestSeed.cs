using System.Globalization;

namespace Azsreg.Tests.Shared;

/// <summary>
/// Where random values begin: at one place, so that a run is like the one before it; with <c>AZSREG_SEED=random</c> or <c>AZSREG_FULL=1</c>
/// elsewhere each time, and with <c>AZSREG_SEED=N</c> where a failure said.
/// </summary>
internal static class TestSeed
{
    /// <summary>The seed of this process, from 0.</summary>
    public static int Value { get; } = Environment.GetEnvironmentVariable("AZSREG_SEED") switch
    {
        { Length: > 0 } text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) => seed,
        "random" => Random.Shared.Next(1_000_000_000),
        null or "" => Environment.GetEnvironmentVariable("AZSREG_FULL") == "1" ? Random.Shared.Next(1_000_000_000) : 20240229,
        var text => throw new InvalidOperationException($"AZSREG_SEED is '{text}'; it must be a number from 0 to {int.MaxValue}, or 'random'."),
    };
}
