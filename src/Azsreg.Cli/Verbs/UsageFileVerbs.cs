using System.CommandLine;
using System.Globalization;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Usage;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg usage export-batches</c> and <c>import-acknowledgement</c>: usage without a line.</summary>
internal static class UsageFileVerbs
{
    // A request to a stamp has 4 MiB at most, and base64 takes a third more.
    private const int LargestAcknowledgement = 3 * 1024 * 1024;

    public static Verb Export()
    {
        var options = new UsageOptions();
        var file = new Argument<string?>("FILE") { Description = "the file to write; usage-CLOUDID-NUMBER.azsusage where left out", Arity = ArgumentArity.ZeroOrOne };
        var number = new Option<long?>("--number") { Description = "write this file again, which was lost on its way", HelpName = "N" };
        var verb = new Verb(
            "export-batches",
            "Has a stamp write the usage that waits to a signed file, to be carried to Azure. Files have running numbers and are chained, so that none gets lost unseen.",
            "azsreg usage export-batches",
            async (context, parsed, cancellationToken) =>
            {
                using var operation = new OperatorContext(context.Data, context.Clock);
                var entry = options.Stamp(operation, parsed);
                using var side = StampUsageSide.Open(operation, entry);
                var cloudId = (await side.GetStatusAsync(cancellationToken)).CloudId;
                var written = await side.ExportAsync(parsed.GetValue(number), cancellationToken);
                var path = Path.GetFullPath(parsed.GetValue(file) ?? string.Create(CultureInfo.InvariantCulture, $"usage-{cloudId}-{written.Number}.azsusage"));
                Write(path, written.Content, written.Number);
                if (context.IsJson)
                {
                    context.WriteJson(new { File = path, written.Number, written.Hash, written.Batches, written.Records, written.Left });
                    return;
                }

                context.WriteLine($"File {written.Number} with {written.Records} records in {written.Batches} batches: {path}");
                if (written.Left > 0)
                    context.WriteLine($"{written.Left} more records wait: run it once more for the next file.");
                context.WriteLine("On Azure's side:  azsreg cloud usage import-batches FILE");
                context.WriteLine("Back here:        azsreg usage import-acknowledgement FILE");
            })
        {
            file, number,
        };
        options.AddStampTo(verb);
        return verb;
    }

    public static Verb Import()
    {
        var options = new UsageOptions();
        var file = new Argument<string>("FILE") { Description = "the acknowledgement Azure's side wrote" };
        var verb = new Verb(
            "import-acknowledgement",
            "Gives a stamp Azure's answer to a usage file. What was taken is no longer owed; what was refused stands aside with its reason.",
            "azsreg usage import-acknowledgement usage-ack-1.azsusage",
            async (context, parsed, cancellationToken) =>
            {
                using var operation = new OperatorContext(context.Data, context.Clock);
                using var side = StampUsageSide.Open(operation, options.Stamp(operation, parsed));
                var told = await side.AcknowledgeAsync(Read(parsed.GetRequiredValue(file)), cancellationToken);
                if (context.IsJson)
                {
                    context.WriteJson(told);
                    return;
                }

                context.WriteLine($"File {told.FileNumber} is acknowledged: {told.Accepted} records counted, {told.Repeated} known before, {told.Refused} refused.");
                if (told.NotReported > 0)
                    context.WriteLine($"{told.NotReported} records are of a billing model that reports nothing.");
                context.WriteLine(told.Left == 0 ? "Nothing waits any more." : $"{told.Left} records wait still.");
            })
        {
            file,
        };
        options.AddStampTo(verb);
        return verb;
    }

    private static void Write(string path, ReadOnlyMemory<byte> content, long number)
    {
        try
        {
            // Whole or not at all: a half file would be carried all the way to be refused.
            var draft = path + ".part";
            using (var stream = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                stream.Write(content.Span);
                stream.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CataloguedException(
                ErrorCatalogue.CarriedFileNotWritten, $"'{path}': {failure.Message}", [string.Create(CultureInfo.InvariantCulture, $"azsreg usage export-batches --number {number}")], failure);
        }
    }

    private static byte[] Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > LargestAcknowledgement)
                throw new CataloguedException(ErrorCatalogue.UsageFileUnreadable, $"'{path}' is larger than an acknowledgement can be.");
            return File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CataloguedException(ErrorCatalogue.UsageFileUnreadable, $"'{path}': {failure.Message}", inner: failure);
        }
    }
}
