namespace Azsreg.Remoting.Tests.Fuzz;

/// <summary>An input that was not answered as it must be.</summary>
/// <param name="Target">Who got it.</param>
/// <param name="Seed">Where the sequence began.</param>
/// <param name="Index">Its place in the sequence: seed and index make it again.</param>
/// <param name="Input">The bytes themselves.</param>
/// <param name="Reason">What happened.</param>
internal sealed record FuzzFailure(string Target, int Seed, long Index, byte[] Input, string Reason)
{
    public override string ToString() => $"{Target}, seed {Seed}, input {Index} ({Input.Length} bytes): {Reason.Split('\n')[0]}";
}
