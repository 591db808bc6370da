using System.CommandLine;
using System.Globalization;
using Azsreg.AzureClient;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Usage;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg stamp workload</c>: sample tenants that use a stamp.</summary>
internal static class StampWorkloadVerbs
{
    private const int UsualTenants = 3;
    private const int UsualDays = 30;

    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(250);

    public static Command Create() => new("workload", "Sample tenants that use a stamp of azsreg up: all of it is made up.") { Start(), Stop(), Status() };

    /// <summary>Starts a sample workload and waits until the days before now are filled.</summary>
    public static async Task<SampleWorkloadStatus> StartAsync(StampUsageSide side, SampleWorkloadRequest request, TimeProvider clock, CancellationToken cancellationToken)
    {
        var status = await side.StartWorkloadAsync(request, cancellationToken);
        while (!status.IsHistoryComplete && status.State == "Running")
        {
            await Task.Delay(PollEvery, clock, cancellationToken);
            status = await side.TryGetWorkloadAsync(cancellationToken) ?? status;
        }

        return status;
    }

    private static Verb Start()
    {
        var options = new UsageOptions();
        var history = new Option<string?>("--history") { Description = $"how many days before now are filled, as 30d; {UsualDays}d where left out", HelpName = "DAYS" };
        var seed = new Option<int?>("--seed") { Description = "the same seed makes the same usage; 1 where left out", HelpName = "N" };
        var tenants = new Option<int?>("--tenants") { Description = $"how many tenants, 1 to 50; {UsualTenants} where left out", HelpName = "N" };
        var verb = new Verb(
            "start",
            "Starts sample tenants with plans, virtual machines, disks, storage and addresses that start, stop, grow and are deleted. Fills the days before now, then goes on hour by hour while the stamp runs.",
            "azsreg stamp workload start --history 30d",
            async (context, parsed, cancellationToken) =>
            {
                var request = new SampleWorkloadRequest(
                    parsed.GetValue(seed) ?? 1, Between(parsed.GetValue(tenants) ?? UsualTenants, 1, 50, "--tenants"), Days(parsed.GetValue(history)));
                using var operation = new OperatorContext(context.Data, context.Clock);
                var entry = options.Stamp(operation, parsed);
                using var side = StampUsageSide.Open(operation, entry);
                SampleWorkloadStatus status;
                using (var progress = context.StartProgress())
                using (var step = progress.Begin("sample workload", $"filling {request.HistoryDays} days"))
                {
                    status = await StartAsync(side, request, context.Clock, cancellationToken);
                    step.Succeed($"through {Time(status.UsageUntil)} UTC");
                }

                Show(context, entry.Name, status);
            })
        {
            history, seed, tenants,
        };
        options.AddStampTo(verb);
        return verb;
    }

    private static Verb Stop()
    {
        var options = new UsageOptions();
        var verb = new Verb("stop", "Stops the sample tenants; what they used stays.", "azsreg stamp workload stop", async (context, parsed, cancellationToken) =>
        {
            using var operation = new OperatorContext(context.Data, context.Clock);
            var entry = options.Stamp(operation, parsed);
            using var side = StampUsageSide.Open(operation, entry);
            Show(context, entry.Name, await side.StopWorkloadAsync(cancellationToken));
        });
        options.AddStampTo(verb);
        return verb;
    }

    private static Verb Status()
    {
        var options = new UsageOptions();
        var verb = new Verb("status", "Shows the sample tenants of a stamp.", "azsreg stamp workload status", async (context, parsed, cancellationToken) =>
        {
            using var operation = new OperatorContext(context.Data, context.Clock);
            var entry = options.Stamp(operation, parsed);
            using var side = StampUsageSide.Open(operation, entry);
            var status = await side.TryGetWorkloadAsync(cancellationToken);
            if (status is not null)
                Show(context, entry.Name, status);
            else if (context.IsJson)
                context.WriteJson(new { Stamp = entry.Name, State = "None" });
            else
                context.WriteLine($"{entry.Name} has no sample workload:  azsreg stamp workload start");
        });
        options.AddStampTo(verb);
        return verb;
    }

    private static void Show(CliContext context, string stamp, SampleWorkloadStatus status)
    {
        if (context.IsJson)
        {
            context.WriteJson(new { Stamp = stamp, status.State, status.Note, status.Seed, status.Tenants, status.UsageFrom, status.UsageUntil, status.IsHistoryComplete });
            return;
        }

        context.WriteBlock(new Block()
            .Add("stamp", stamp)
            .Add("sample workload", status.State == "Running" ? Cell.Good("running") : Cell.Wait("stopped"))
            .Add("seed, tenants", string.Create(CultureInfo.InvariantCulture, $"{status.Seed}, {status.Tenants}"))
            .Add("usage from", $"{Time(status.UsageFrom)} UTC")
            .Add("until", $"{Time(status.UsageUntil)} UTC"));
        context.WriteLine(status.Note);
    }

    private static int Days(string? text)
    {
        if (text is null)
            return UsualDays;
        var digits = text.EndsWith('d') ? text[..^1] : text;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            ? Between(days, 0, 400, "--history")
            : throw new CataloguedException(ErrorCatalogue.InvalidOption, $"--history '{text}' is no number of days as 30d.");
    }

    private static int Between(int value, int least, int most, string option) => value >= least && value <= most
        ? value
        : throw new CataloguedException(ErrorCatalogue.InvalidOption, $"{option} {value} is not between {least} and {most}.");

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
