namespace Azsreg.Identity;

/// <summary>How a client proved itself; the numbers are those of the <c>appidacr</c> claim.</summary>
internal enum ClientProof
{
    None = 0,
    Secret = 1,
    Certificate = 2,
}
