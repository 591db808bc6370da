namespace Azsreg.Stamp.Facts;

/// <summary>A physical host that cannot give its hardware information, and why.</summary>
/// <param name="HostName">Name of the host, as in <c>AzS-Node02</c>.</param>
/// <param name="Kind">What goes wrong.</param>
public sealed record HostFault(string HostName, HostFaultKind Kind);
