namespace Azsreg.Protocol;

/// <summary>A page of a list; <paramref name="NextLink"/> is left out on the last one (ARM RPC, "list").</summary>
/// <param name="Value">The rows.</param>
/// <param name="NextLink">The whole address of the next page.</param>
public sealed record ArmPage<T>(IReadOnlyList<T> Value, string? NextLink = null);
