using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator.Marketplace;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg marketplace download</c>.</summary>
internal static class MarketplaceDownloadVerb
{
    public static Verb Create()
    {
        var target = new MarketplaceTarget();
        var choice = new DownloadChoice();
        var confirmation = new TermsQuestion();
        var plan = new Option<bool>("--plan") { Description = "say what would be downloaded, and download nothing" };
        var wait = new Option<bool>("--wait") { Description = "stay until everything is there; so it is anyway" };
        var noWait = new Option<bool>("--no-wait") { Description = "leave once the stamp has begun" };
        var verb = new Verb(
            "download",
            "Has the stamp download items, with what they need, and shows how far they are. The stamp does it by itself: Ctrl-C ends the watching only, and the same command watches again.",
            "azsreg marketplace download \"WordPress\" --accept-terms",
            (context, parsed, cancellationToken) =>
            {
                if (parsed.GetValue(wait) && parsed.GetValue(noWait))
                    throw new CataloguedException(ErrorCatalogue.InvalidOption, "Give --wait or --no-wait, not both.");
                choice.Demand(parsed);
                return target.WithAsync(context, parsed, async (marketplace, operation) =>
                {
                    var inventory = await marketplace.ReadAsync(cancellationToken);
                    var planned = await new DownloadPlanner(marketplace, inventory).PlanAsync(choice.Choose(inventory, parsed), cancellationToken);
                    if (!context.IsJson)
                        DownloadReport.WritePlan(context, marketplace.Stamp, planned);
                    if (parsed.GetValue(plan))
                    {
                        DownloadReport.EndPlan(context, marketplace.Stamp, planned);
                        return;
                    }

                    // The plan has said that nothing is to do; a display of that would say it again.
                    if (planned.ToFetch.Count == 0 && !context.IsJson)
                        return;

                    await confirmation.AcceptAsync(context, parsed, new LegalTerms(operation), marketplace.Account, planned, cancellationToken);
                    var run = new DownloadRun(marketplace);
                    var ended = parsed.GetValue(noWait)
                        ? await run.StartAsync(planned.Items, cancellationToken)
                        : await WatchAsync(context, run, planned, target.Arguments(context, parsed), cancellationToken);
                    DownloadReport.End(context, marketplace.Stamp, ended, target.Arguments(context, parsed));
                });
            })
        {
            plan, wait, noWait,
        };
        choice.AddTo(verb);
        target.AddTo(verb);
        confirmation.AddTo(verb);
        return verb;
    }

    private static async Task<IReadOnlyList<DownloadProgress>> WatchAsync(
        CliContext context, DownloadRun run, DownloadPlan plan, string arguments, CancellationToken cancellationToken)
    {
        try
        {
            if (context is { IsJson: true, Io.Host: null })
            {
                var lines = new DownloadLines(context);
                return await run.RunAsync(plan.Items, lines.Write, cancellationToken);
            }

            using var progress = TransferProgress.Start(context);
            return await run.RunAsync(plan.Items, told => progress.Show(DownloadReport.LineOf(told)), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            context.Io.Error.WriteLine("The stamp goes on downloading. Watch again with the same command; stop it with:");
            context.Io.Error.WriteLine($"  azsreg marketplace cancel {(plan.ToFetch is [var one] ? one.Item.Id : "--all")}{arguments}");
            throw;
        }
    }
}
