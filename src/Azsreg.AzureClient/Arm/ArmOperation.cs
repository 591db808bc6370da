namespace Azsreg.AzureClient;

/// <summary>What a server answered to a request that may go on after its answer, or to a look at it (ARM RPC, "Asynchronous operations").</summary>
/// <param name="StatusCode">200 to 299; 202 says that it goes on.</param>
/// <param name="Value">The body; null where there was none.</param>
/// <param name="StatusUrl">Where its status is told (<c>Azure-AsyncOperation</c>); null where the server names no such place.</param>
/// <param name="Location">Where its end is told (<c>Location</c>); null where the server names no such place.</param>
/// <param name="RetryAfter">How long the server asks to wait before the next look; null where it does not ask.</param>
/// <typeparam name="T">What the body was read as.</typeparam>
public sealed record ArmOperation<T>(int StatusCode, T? Value, Uri? StatusUrl, Uri? Location, TimeSpan? RetryAfter)
    where T : class;
