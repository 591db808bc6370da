using System.Globalization;

namespace Azsreg.Remoting.Tests.Support;

/// <summary>Runs a property over random values; what fails names the seed that makes it again (AZSREG_SEED).</summary>
internal static class Seeded
{
    private static readonly int First =
        int.TryParse(Environment.GetEnvironmentVariable("AZSREG_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : 20240229;

    public static void Check(int times, Action<Random> property)
    {
        for (var seed = First; seed < First + times; seed++)
        {
            try
            {
                property(new Random(seed));
            }
            catch (Exception e)
            {
                Assert.Fail($"AZSREG_SEED={seed}: {e.Message}");
            }
        }
    }
}
