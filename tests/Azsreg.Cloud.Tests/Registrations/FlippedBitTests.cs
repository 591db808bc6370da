using System.Text;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Tests.Registrations;

/// <summary>A token that was carried over and damaged by one bit, at the service that takes it.</summary>
public sealed class FlippedBitTests
{
    [Fact]
    public async Task PutAsync_AnyBitOfASignedTokenFlipped_IsRefusedAndTheFieldNamed()
    {
        await using var bench = await RegistrationBench.CreateAsync();
        using var key = Tokens.NewKey();
        var token = Encoding.ASCII.GetBytes((Tokens.Signed() with { ObjectId = null, UsageReportingEnabled = false, HardwareInfo = [] }).SignedBy(key));
        for (var bit = 0; bit < token.Length * 8; bit++)
        {
            var flipped = (byte[])token.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));

            var refusal = await RefusalAsync(bench, Encoding.Latin1.GetString(flipped)) ?? throw new InvalidOperationException($"Bit {bit} was let pass.");

            refusal.Code.ShouldBe("InvalidRegistrationToken", $"bit {bit}");
            refusal.Target.ShouldNotBeNullOrEmpty($"bit {bit}");
        }

        (await bench.PutAsync(Encoding.ASCII.GetString(token))).ObjectId.ShouldBeNull();
    }

    // Not Should.ThrowAsync: six thousand times it takes long.
    private static async Task<ArmError?> RefusalAsync(RegistrationBench bench, string token)
    {
        try
        {
            await bench.PutAsync(token);
            return null;
        }
        catch (ArmException refused)
        {
            return refused.Error;
        }
    }
}
