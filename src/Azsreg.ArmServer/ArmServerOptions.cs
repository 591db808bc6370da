namespace Azsreg.ArmServer;

/// <summary>How one ARM endpoint behaves. Immutable; every value has a default but <see cref="Addresses"/>.</summary>
public sealed record ArmServerOptions
{
    /// <summary>
    /// Where this endpoint and its sign-in are. Asked once, at the first request: with port 0 nobody knows earlier.
    /// </summary>
    public required Func<ArmAddresses> Addresses { get; init; }

    /// <summary>The region <c>x-ms-routing-request-id</c> starts with.</summary>
    /// <value>Default <c>WESTCENTRALUS</c>.</value>
    public string Region { get; init; } = "WESTCENTRALUS";

    /// <summary>What one principal may ask of one subscription an hour.</summary>
    public ArmRequestLimits Limits { get; init; } = new();

    /// <summary>The longest request body that is read, in bytes.</summary>
    /// <value>Default 4 MiB, as Azure's.</value>
    public int MaxRequestBodySize { get; init; } = 4 * 1024 * 1024;

    /// <summary>The deepest JSON nesting that is read.</summary>
    /// <value>Default 32.</value>
    public int MaxJsonDepth { get; init; } = 32;

    /// <summary>How long a validated token is remembered at most; never longer than it is valid.</summary>
    /// <value>Default one hour.</value>
    public TimeSpan TokenCacheTime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The <c>Retry-After</c> of a long-running operation, rounded up to whole seconds.</summary>
    /// <value>Default ten seconds, the least ARM RPC allows a provider.</value>
    public TimeSpan OperationPollInterval { get; init; } = TimeSpan.FromSeconds(10);
}
