namespace Azsreg.AzureClient;

/// <summary>A successful answer.</summary>
/// <param name="StatusCode">200 to 299.</param>
/// <param name="Value">The body; null where there was none.</param>
/// <param name="ETag">The <c>ETag</c> header, if sent.</param>
/// <param name="RequestId">The server's own id of the request, if sent.</param>
/// <typeparam name="T">What the body was read as.</typeparam>
public sealed record ArmResponse<T>(int StatusCode, T? Value, string? ETag, string? RequestId)
    where T : class
{
    /// <summary>How old what was answered is; null where the server does not tell (<c>Age</c>, RFC 9111 5.1).</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>True where the server could not ask anew and says so (<c>Warning: 110</c>, "Response is Stale").</summary>
    public bool IsStale { get; init; }
}
