namespace Azsreg.Remoting.Tests.Fuzz;

/// <summary>Something that reads untrusted bytes.</summary>
/// <param name="Name">What a report calls it.</param>
/// <param name="Inputs">Makes what it is fed with.</param>
/// <param name="Feed">Reads one input; whatever it throws besides <see cref="RemotingProtocolException"/> is a failure.</param>
internal sealed record FuzzTarget(string Name, Mutator Inputs, Action<byte[]> Feed)
{
    /// <summary>Its part of all inputs; the others' parts count as theirs.</summary>
    public int Share { get; init; } = 1;

    /// <summary>Bytes it may allocate for nothing.</summary>
    public long BaseAllocation { get; init; } = 512 * 1024;

    /// <summary>Bytes it may allocate for each byte of input: an empty element of seven bytes becomes an object with its type names.</summary>
    public int AllocationFactor { get; init; } = 128;
}
