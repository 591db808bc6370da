namespace Azsreg.ArmServer;

/// <summary>What a long-running operation ends with.</summary>
/// <param name="StatusCode">The HTTP status the synchronous call would have had, such as 200 or 204.</param>
/// <param name="Body">The JSON it would have returned, if any.</param>
public sealed record ArmOperationResult(int StatusCode, string? Body = null);
