namespace Azsreg.Operator.Support;

/// <summary>What went into a support archive.</summary>
/// <param name="Name">Its path in the archive.</param>
/// <param name="About">What it is, in a few words.</param>
/// <param name="Bytes">Its size before compression.</param>
public sealed record SupportEntry(string Name, string About, long Bytes);
