using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator.Marketplace;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary>What a run of downloads would do, and how it ended, for people and programs.</summary>
internal static class DownloadReport
{
    private const int LongestName = 34;

    /// <summary>Shows the plan, one line an item.</summary>
    public static void WritePlan(CliContext context, string stamp, DownloadPlan plan)
    {
        var free = plan.FreeStorage is { } storage ? $", {ByteSize.Exact(storage)} free" : "";
        context.WriteLine(plan.ToFetch.Count == 0
            ? $"Everything asked for is on {stamp} already."
            : $"Download to {stamp}: {Count(plan.ToFetch.Count)}, {ByteSize.Exact(plan.Bytes)}{free}");
        var table = new Table("", "", "", Column.Right(""), "");
        foreach (var one in plan.Items)
        {
            table.Add(
                one.IsInPlace ? Cell.Dim("=") : Cell.Good("+"),
                TransferLine.Cut(one.Item.Title, LongestName),
                one.Item.Version ?? "-",
                ByteSize.Whole(one.Item.Properties.PayloadLength),
                Cell.Dim(one.IsInPlace ? "there already" : one.NeededBy is { } by ? $"needed by {TransferLine.Cut(by.Title, LongestName)}"
                    : one.Item.State == ItemState.Downloading ? "under way already" : ""));
        }

        using var lines = new StringWriter();
        table.Write(lines, context.Style);
        foreach (var line in lines.ToString().Split(Environment.NewLine).Skip(1).Where(line => line.Length > 0))
            context.WriteLine("  " + line);
        foreach (var line in plan.Notes.SelectMany(note => Paragraph.Wrap(note, "  ")))
            context.WriteLine(context.Style.Wait(line));
        context.WriteLine();
        context.Io.Out.Flush();
    }

    /// <summary>Ends a run that only plans.</summary>
    public static void EndPlan(CliContext context, string stamp, DownloadPlan plan)
    {
        if (context.IsJson)
        {
            context.WriteJson(new
            {
                Stamp = stamp,
                plan.Bytes,
                plan.FreeStorage,
                plan.Notes,
                Items = plan.Items.Select(one => new { Item = MarketplaceItems.ToObject(one.Item), NeededBy = one.NeededBy?.Id, InPlace = one.IsInPlace }),
                Changed = false,
            });
            return;
        }

        context.WriteLine("Nothing was changed.");
    }

    /// <summary>A download as a line of the progress display.</summary>
    public static TransferLine LineOf(DownloadProgress told) => new(told.Item.Id, told.Item.Title, StateOf(told.Stage))
    {
        Percent = told.Percent,
        BytesDone = told.BytesDone,
        BytesTotal = told.BytesTotal,
        BytesPerSecond = told.BytesPerSecond,
        Left = told.Left,
        Detail = told.Stage switch
        {
            DownloadStage.Failed => $"{told.Failure!.Entry.Code} {told.Failure.Entry.What}",
            DownloadStage.InPlace => "there already",
            _ => told.Phase,
        },
    };

    /// <summary>Tells how all of it ended. A failure of one item alone is the verb's failure; of several, each is named with its way out.</summary>
    public static void End(CliContext context, string stamp, IReadOnlyList<DownloadProgress> ended, string arguments)
    {
        var failed = ended.Where(one => one.Stage == DownloadStage.Failed).ToList();
        if (context.IsJson)
        {
            context.WriteJson(new
            {
                Stamp = stamp,
                Items = ended.Select(one => new
                {
                    one.Item.Id, Name = one.Item.Title, one.Item.Version, State = one.Stage.ToString(), Bytes = one.BytesTotal,
                    Error = one.Failure is { } failure ? ErrorObject.Of(failure).Error : null,
                }),
                Changed = ended.Any(one => one.Stage is DownloadStage.Downloaded or DownloadStage.Waiting or DownloadStage.Downloading),
            });
            context.ExitCode = failed.Count == 0 ? 0 : ended.Count == 1 ? (int)failed[0].Failure!.Entry.Kind : (int)FailureKind.Failed;
            return;
        }

        if (failed.Count == 0)
        {
            WriteGood(context, stamp, ended, arguments);
            return;
        }

        context.WriteLine();
        context.Io.Out.Flush();
        throw ended.Count == 1 ? failed[0].Failure! : new CataloguedException(
            ErrorCatalogue.DownloadsFailed,
            $"{failed.Count} of {ended.Count} failed:\n"
            + string.Join('\n', failed.Select(one => $"{one.Item.Id}: {one.Failure!.Entry.Code} {one.Failure.Entry.What}. {one.Failure.Detail} {one.Failure.Entry.Fix}")),
            [.. failed.SelectMany(one => one.Failure!.NextCommands).Distinct().Take(5)]);
    }

    private static void WriteGood(CliContext context, string stamp, IReadOnlyList<DownloadProgress> ended, string arguments)
    {
        var under = ended.Where(one => !one.IsEnded).ToList();
        if (under.Count > 0)
        {
            context.WriteLine($"{stamp} has begun with {Count(under.Count)}. Watch: the same command without --no-wait, or");
            context.WriteLine($"  azsreg marketplace list --downloaded{arguments}");
        }
        else if (ended.Any(one => one.Stage == DownloadStage.Downloaded))
        {
            context.WriteLine();
            context.WriteLine(context.Style.Good($"{Count(ended.Count(one => one.Stage == DownloadStage.Downloaded))} downloaded to {stamp}, every byte verified by the stamp."));
        }
    }

    private static string Count(int items) => items == 1 ? "1 item" : $"{items} items";

    private static TransferState StateOf(DownloadStage stage) => stage switch
    {
        DownloadStage.Waiting => TransferState.Waiting,
        DownloadStage.Downloading => TransferState.Running,
        DownloadStage.Downloaded => TransferState.Done,
        DownloadStage.InPlace => TransferState.InPlace,
        _ => TransferState.Failed,
    };
}
