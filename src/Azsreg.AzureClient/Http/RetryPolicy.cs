namespace Azsreg.AzureClient;

/// <summary>How a passing failure is tried again: 408, 429, 5xx and lost connections; everything else is an answer and is never repeated.</summary>
public sealed record RetryPolicy
{
    /// <summary>Five tries, from half a second on, at most a minute of waiting in all.</summary>
    public static RetryPolicy Default { get; } = new();

    /// <summary>One try.</summary>
    public static RetryPolicy None { get; } = new() { MaximumTries = 1 };

    /// <summary>How often a request is sent at most, the first time included; 1 to 20.</summary>
    /// <value>5</value>
    public int MaximumTries { get; init; } = 5;

    /// <summary>How often at most where nobody listens at all; fewer, because a person waits for the news. 1 to 20.</summary>
    /// <value>3</value>
    public int MaximumConnectTries { get; init; } = 3;

    /// <summary>The first wait; it doubles with each try.</summary>
    /// <value>500 ms</value>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest single wait of our own choosing.</summary>
    /// <value>30 s</value>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most time spent waiting between tries of one request; a <c>Retry-After</c> beyond it ends the tries at once.</summary>
    /// <value>60 s</value>
    public TimeSpan TotalWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The wait after a try: what the server asked for, else the doubled wait; in both cases spread, so that many clients do not come back at once.</summary>
    /// <param name="tries">How many tries are done, 1 or more.</param>
    /// <param name="retryAfter">What the server asked for.</param>
    /// <param name="jitter">The dice.</param>
    public TimeSpan WaitAfter(int tries, TimeSpan? retryAfter, Random jitter)
    {
        ArgumentNullException.ThrowIfNull(jitter);
        ArgumentOutOfRangeException.ThrowIfLessThan(tries, 1);
        if (retryAfter is { } asked && asked >= TimeSpan.Zero)
        {
            // Never earlier than asked: a throttled caller that comes back too soon is throttled for longer.
            return asked + TimeSpan.FromMilliseconds(jitter.NextDouble() * FirstWait.TotalMilliseconds);
        }

        var doubled = FirstWait.TotalMilliseconds * Math.Pow(2, Math.Min(tries - 1, 16));
        var capped = Math.Min(doubled, LongestWait.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(capped * (0.5 + (jitter.NextDouble() * 0.5)));
    }
}
