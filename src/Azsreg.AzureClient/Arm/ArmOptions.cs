namespace Azsreg.AzureClient;

/// <summary>How an <see cref="ArmClient"/> waits and how much it takes.</summary>
public sealed record ArmOptions
{
    /// <summary>The wait between two looks at a running operation whose server names none; ARM's own advice is 60 s, which no person wants.</summary>
    /// <value>2 s</value>
    public TimeSpan PollEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait between two looks, whatever the server names.</summary>
    /// <value>60 s</value>
    public TimeSpan LongestPoll { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an operation may run before it is given up on.</summary>
    /// <value>30 min</value>
    public TimeSpan OperationPatience { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How many pages of one list are followed at most.</summary>
    /// <value>10,000</value>
    public int MaximumPages { get; init; } = 10_000;
}
