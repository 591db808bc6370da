using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Azsreg.Cli.Tests.Usage;

/// <summary>An Azure side and a registered stamp, each with a clock of its own, and an operator whose clock is right.</summary>
internal sealed class ClockWorld : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder _folder = new();
    private RunningCli? _azure;
    private RunningCli? _stamp;
    private int _files;

    public ShiftedClock Azure { get; } = new();

    public ShiftedClock Stamp { get; } = new();

    /// <summary>Starts both sides on a copy of what was prepared, with clocks that are right.</summary>
    public static async Task<ClockWorld> StartAsync(PreparedWorld prepared)
    {
        var world = new ClockWorld();
        try
        {
            prepared.CopyTo(world._folder.Path);
            (world._azure, world._stamp) = await prepared.StartAsync(world._folder.Path, world.Azure, world.Stamp);
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>The start of an hour.</summary>
    public static DateTimeOffset HourOf(DateTimeOffset time) => new(time.Year, time.Month, time.Day, time.Hour, 0, 0, TimeSpan.Zero);

    /// <summary>Runs a verb of the operator.</summary>
    public Task<CliRun> RunAsync(params string[] verb) => CliRun.RunAsync([.. verb, "--data", _folder.Path, "--output", "json"]);

    /// <summary>Runs a verb that must succeed.</summary>
    public async Task<JsonElement> DoneAsync(params string[] verb)
    {
        var run = await RunAsync(verb);
        run.ExitCode.ShouldBe(0, string.Join(' ', verb) + "\n" + run.Error + run.Out);
        return JsonElement.Parse(run.LastLine);
    }

    /// <summary>Enters an hour of use of a machine.</summary>
    public async Task UseAsync(string machine, params DateTimeOffset[] hours)
    {
        var file = Path.Combine(_folder.Path, $"usage-{++_files}.csv");
        await File.WriteAllLinesAsync(
            file,
            [
                "UsageStartTime,UsageEndTime,Quantity,location,MeterId,subscription,resourceUri",
                .. hours.Select(hour => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{hour:yyyy-MM-ddTHH:mm:ssZ},{hour.AddHours(1):yyyy-MM-ddTHH:mm:ssZ},1.000000001,local,FAB6EB84-500B-4A09-A8CA-7358F8BBAEA5,5b000000-0000-4000-8000-00000000000b,/subscriptions/5b000000-0000-4000-8000-00000000000b/resourceGroups/r/providers/Microsoft.Compute/virtualMachines/{machine}")),
            ]);
        (await DoneAsync("usage", "import", file)).GetProperty("accepted").GetInt32().ShouldBe(hours.Length);
    }

    /// <summary>Waits for what the stamp says of its reporting.</summary>
    public async Task<JsonElement> UntilAsync(Func<JsonElement, bool> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var usage = (await DoneAsync("usage", "status")).GetProperty("usage");
            if (isSo(usage))
                return usage;
            await Task.Delay(100, patience.Token);
        }
    }

    public Task UntilUpToDateAsync() => UntilAsync(usage => usage.GetProperty("state").GetString() == "UpToDate" && usage.GetProperty("refusedRecords").GetInt64() == 0);

    /// <summary>What commerce counted: machine, hour of use and billionths, each record a line.</summary>
    public async Task<IReadOnlyList<(string Machine, DateTimeOffset Hour)>> CountedAsync() =>
    [
        .. (await RowsAsync("select s.resource, r.hour from usage_records r join usage_sources s on s.stamp = r.stamp and s.source = r.source order by r.hour, s.resource")).Select(row =>
            (row[0][(row[0].LastIndexOf('/') + 1)..], DateTimeOffset.UnixEpoch.AddHours(long.Parse(row[1], CultureInfo.InvariantCulture)))),
    ];

    /// <summary>Commerce's sums by day of use.</summary>
    public async Task<IReadOnlyList<(DateOnly Day, long Records)>> DaysAsync() =>
    [
        .. (await RowsAsync("select used, sum(records) from usage_daily group by used order by used")).Select(row =>
            (DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(long.Parse(row[0], CultureInfo.InvariantCulture))), long.Parse(row[1], CultureInfo.InvariantCulture))),
    ];

    /// <summary>Fails unless both sides are equal to the last unit, by the verb that compares them.</summary>
    public async Task ShouldBeEqualAsync(int records)
    {
        var now = TimeProvider.System.GetUtcNow();
        var run = await RunAsync("usage", "reconcile", "--all", "--from", $"{now.AddDays(-40):yyyy-MM-dd}", "--to", $"{now.AddDays(12):yyyy-MM-dd}");
        run.ExitCode.ShouldBe(0, run.Out + run.Error);
        JsonElement.Parse(run.LastLine).GetProperty("equal").GetBoolean().ShouldBeTrue(run.Out);
        (await CountedAsync()).Count.ShouldBe(records);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stamp is not null)
            await _stamp.DisposeAsync();
        if (_azure is not null)
            await _azure.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<IReadOnlyList<string[]>> RowsAsync(string sql)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(_folder.Path, "cloud", "cloud.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string[]>();
        while (await reader.ReadAsync())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(field => reader.GetValue(field).ToString()!)]);
        return rows;
    }
}
