using Azsreg.Tests.Shared;

namespace Azsreg.Remoting.Tests.Support;

/// <summary>Runs a property over random values; what fails names the seed that makes it again (AZSREG_SEED).</summary>
internal static class Seeded
{
    public static void Check(int times, Action<Random> property)
    {
        for (var seed = TestSeed.Value; seed < TestSeed.Value + times; seed++)
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
