namespace Azsreg.Remoting.Server;

/// <summary>A table for objects of one type, as <c>Get-FormatData</c> hands it to a client and <c>Out-Default</c> uses it.</summary>
/// <param name="TypeName">The type's name without <c>Deserialized.</c>.</param>
/// <param name="Columns">The properties shown, in order.</param>
public sealed record ConstrainedView(string TypeName, IReadOnlyList<string> Columns);
