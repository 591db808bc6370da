namespace Azsreg.AzureClient;

/// <summary>A successful answer.</summary>
/// <param name="StatusCode">200 to 299.</param>
/// <param name="Value">The body; null where there was none.</param>
/// <param name="ETag">The <c>ETag</c> header, if sent.</param>
/// <param name="RequestId">The server's own id of the request, if sent.</param>
/// <typeparam name="T">What the body was read as.</typeparam>
public sealed record ArmResponse<T>(int StatusCode, T? Value, string? ETag, string? RequestId)
    where T : class;
