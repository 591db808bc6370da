namespace Azsreg.Remoting.Tests.Clixml;

/// <summary>A type of CLIXML.</summary>
/// <param name="Tag">Its element.</param>
/// <param name="Section">Where MS-PSRP describes it.</param>
/// <param name="Literal">A document that holds it, character by character as a genuine peer writes it.</param>
/// <param name="Value">What the document stands for.</param>
/// <param name="Generate">Any value that is written with the element.</param>
internal sealed record ClixmlEntry(string Tag, string Section, string Literal, object? Value, Func<Random, object?> Generate);
