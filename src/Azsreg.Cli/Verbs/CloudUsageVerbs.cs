using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Cloud.Commerce;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg cloud usage import-batches</c>: commerce's half of usage without a line.</summary>
internal static class CloudUsageVerbs
{
    public static Command Create() => new("usage", "Usage that stamps report to the Azure side in this data folder.") { ImportBatches() };

    private static Verb ImportBatches()
    {
        var file = new Argument<string>("FILE") { Description = "the file a stamp wrote with azsreg usage export-batches" };
        var acknowledgement = new Option<string?>("--acknowledgement") { Description = "where the acknowledgement goes, to be carried back; FILE.ack where left out", HelpName = "FILE" };
        var gap = new Option<bool>("--accept-gap") { Description = "takes the file though files before it were never seen here" };
        return CloudOwner.Verb(
            "import-batches",
            "Takes the usage of a carried file and writes the signed acknowledgement. Doing it twice counts nothing twice.",
            "azsreg cloud usage import-batches usage-0007.azsusage",
            async (context, parsed, cloud, cancellationToken) =>
            {
                var source = parsed.GetRequiredValue(file);
                var target = Path.GetFullPath(parsed.GetValue(acknowledgement) ?? source + ".ack");
                Show(context, await TakeAsync(cloud.Usage, source, target, parsed.GetValue(gap), cancellationToken), target);
            },
            file, acknowledgement, gap);
    }

    private static async Task<UsageImportResult> TakeAsync(UsageImport import, string source, string target, bool acceptGap, CancellationToken cancellationToken)
    {
        var unfinished = target + ".part";
        try
        {
            await using var input = File.OpenRead(source);
            UsageImportResult result;
            await using (var output = File.Create(unfinished))
            {
                result = await import.TakeAsync(input, output, acceptGap, cancellationToken);
                output.Flush(flushToDisk: true);
            }

            File.Move(unfinished, target, overwrite: true);
            return result;
        }
        catch (ArmException refused)
        {
            throw new CataloguedException(ErrorCatalogue.UsageFileOutOfOrder, refused.Error.Message, inner: refused);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new CataloguedException(ErrorCatalogue.UsageFileUnreadable, fault.Message, inner: fault);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static void Show(CliContext context, UsageImportResult result, string target)
    {
        if (context.IsJson)
        {
            context.WriteJson(new { result.CloudId, result.Number, result.Batches, result.Accepted, result.Repeated, result.NotReported, result.Refused, Acknowledgement = target });
            return;
        }

        context.WriteLine(FormattableString.Invariant(
            $"File {result.Number} of stamp {result.CloudId}: {result.Accepted} records counted, {result.Repeated} counted before, {result.NotReported} not reported by rule, {result.Refused} refused."));
        context.WriteBlock(new Block().Add("acknowledgement", target));
        context.WriteLine($"Carry it back to the stamp: azsreg usage import-acknowledgement {Path.GetFileName(target)}");
    }
}
