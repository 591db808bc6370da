using System.Security.Cryptography;

namespace Azsreg.AzureClient;

/// <summary>What every call stands on: the transport, the clock, the dice and the bounds. One is made for a command, so that all its requests share a correlation id.</summary>
public sealed record AzureConnection
{
    /// <summary>Makes a connection with a correlation id of its own.</summary>
    /// <param name="http">The client whose handler decides about trust and proxy; its own time-out is not used.</param>
    /// <param name="clock">The time for waits, expiry and ids.</param>
    public AzureConnection(HttpClient http, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(clock);
        Http = http;
        Clock = clock;
        CorrelationId = Guid.CreateVersion7(clock.GetUtcNow());
    }

    /// <summary>The client whose handler decides about trust and proxy.</summary>
    public HttpClient Http { get; }

    /// <summary>The time for waits, expiry and ids.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Sent as <c>x-ms-correlation-request-id</c> with every request, so that a provider can find the whole command.</summary>
    public Guid CorrelationId { get; init; }

    /// <summary>How a passing failure is tried again.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>The dice for the spread of waits; not for secrets.</summary>
    public Random Jitter { get; init; } = Random.Shared;

    /// <summary>The source of what must not be guessed: the proof key, the state, assertion ids.</summary>
    public RandomNumberGenerator Randomness { get; init; } = RandomNumberGenerator.Create();

    /// <summary>The most bytes an answer may have. ARM itself never passes on more than 8 MB.</summary>
    public int MaximumResponseBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>How long one try may take. ARM's own front door gives up after 60 s.</summary>
    public TimeSpan TryTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Sent as <c>User-Agent</c>.</summary>
    public string UserAgent { get; init; } = "azsreg/" + typeof(AzureConnection).Assembly.GetName().Version?.ToString(3);

    internal Guid NewId() => Guid.CreateVersion7(Clock.GetUtcNow());
}
