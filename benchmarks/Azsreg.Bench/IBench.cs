namespace Azsreg.Bench;

/// <summary>Measures one thing and tells it in rows.</summary>
internal interface IBench
{
    /// <summary>The word that calls it.</summary>
    string Name { get; }

    /// <summary>How long the short form may take.</summary>
    TimeSpan Limit => TimeSpan.FromSeconds(45);

    /// <summary>How long the long form may take.</summary>
    TimeSpan FullLimit => TimeSpan.FromMinutes(15);

    /// <summary>Runs it within its limit, or its long form.</summary>
    IAsyncEnumerable<BenchRow> RunAsync(BenchFolder folder, bool isFull, CancellationToken cancellationToken);
}
