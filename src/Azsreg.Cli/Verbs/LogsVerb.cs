using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Hosting;
using Azsreg.Operator;
using Azsreg.Operator.Check;
using Azsreg.Operator.History;
using Azsreg.Operator.Stamps;
using Azsreg.Operator.Status;
using Azsreg.Operator.Support;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg logs</c>.</summary>
internal static class LogsVerb
{
    public static Verb Create()
    {
        var bundle = new Option<string?>("--bundle")
        {
            Description = "pack a support archive: journal, history, settings, logs, versions, status and check, without secrets",
            HelpName = "FILE",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var stamp = new Option<string?>("--stamp") { Description = "the stamp whose status and check go into the archive; the one in use where left out", HelpName = "NAME" };
        return new Verb("logs", "Lists the log files of the data folder, or packs a support archive with --bundle.", "azsreg logs --bundle", async (context, parsed, cancellationToken) =>
        {
            if (parsed.GetResult(bundle) is { Implicit: false })
                await BundleAsync(context, parsed.GetValue(bundle), parsed.GetValue(stamp), cancellationToken);
            else
                List(context);
        })
        {
            bundle, stamp,
        };
    }

    private static void List(CliContext context)
    {
        var files = new DirectoryInfo(context.Data.Logs).GetFiles("*.log").OrderByDescending(file => file.LastWriteTimeUtc).ToList();
        if (context.IsJson)
        {
            context.WriteJson(new { folder = context.Data.Logs, files = files.Select(file => new { file.Name, path = file.FullName, bytes = file.Length, changed = file.LastWriteTimeUtc }) });
            return;
        }

        if (files.Count == 0)
        {
            context.WriteLine($"There are no log files in {context.Data.Logs} yet.");
            return;
        }

        var table = new Table("File", Column.Right("Size"), "Last line (UTC)");
        foreach (var file in files) table.Add(file.Name, Size(file.Length), file.LastWriteTimeUtc.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        context.WriteTable(table);
        context.WriteLine($"in {context.Data.Logs}");
        context.WriteLine("For somebody who helps:  azsreg logs --bundle");
    }

    private static async Task BundleAsync(CliContext context, string? file, string? stamp, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(file ?? string.Create(CultureInfo.InvariantCulture, $"azsreg-support-{context.Clock.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}.zip"));
        if (File.Exists(path))
            throw new CataloguedException(ErrorCatalogue.InvalidOption, $"'{path}' is there already and is not replaced; give another name or remove it.");
        IReadOnlyList<SupportEntry> entries;
        var draft = path + ".part";
        try
        {
            // Under another name until it is whole: nobody sends off half an archive after a Ctrl-C.
            await using (var output = new FileStream(draft, FileMode.Create, FileAccess.ReadWrite))
            {
                var parts = await PartsAsync(context, stamp, cancellationToken);
                using var progress = context.StartProgress();
                using var step = progress.Begin("packing");
                entries = new SupportArchive(context.Data, context.Clock).Write(output, parts, cancellationToken);
                step.Succeed(string.Create(CultureInfo.InvariantCulture, $"{entries.Count} files"));
            }

            File.Move(draft, path, overwrite: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CataloguedException(ErrorCatalogue.InvalidOption, $"'{path}' cannot be written: {exception.Message}", inner: exception);
        }
        finally
        {
            File.Delete(draft);
        }

        Tell(context, path, entries);
    }

    private static void Tell(CliContext context, string path, IReadOnlyList<SupportEntry> entries)
    {
        if (context.IsJson)
        {
            context.WriteJson(new { path, bytes = new FileInfo(path).Length, entries });
            return;
        }

        context.WriteLine();
        var table = new Table("Inside", Column.Right("Size"), "What it is");
        foreach (var entry in entries) table.Add(entry.Name, Size(entry.Bytes), entry.About);
        context.WriteTable(table);
        context.WriteLine();
        context.WriteLine($"Written to {path} ({Size(new FileInfo(path).Length)}).");
        context.WriteLine("No password, token or key is inside; names of people, subscriptions and hosts are.");
    }

    /// <summary>What is made for the archive. A part that fails says why in its place: the archive is wanted when things fail.</summary>
    private static async Task<IReadOnlyList<SupportPart>> PartsAsync(CliContext context, string? stamp, CancellationToken cancellationToken)
    {
        using var operation = new OperatorContext(context.Data, context.Clock);
        var entry = stamp is null ? operation.Stamps.Current : operation.Stamps.Get(stamp);
        return
        [
            new SupportPart("versions.json", "which azsreg, on which system", Json(VersionVerb.ToObject())),
            new SupportPart("check.json", "what azsreg check says", await TryAsync(async () => CheckVerb.ToObject(await CheckVerb.RunAsync(
                context, operation, new CheckRequest { Endpoints = entry is null ? [] : [PrivilegedEndpointAddress.Of(entry)] }, cancellationToken)))),
            .. entry is null ? (SupportPart[])[] : [new SupportPart("status.json", "what azsreg status says", await TryAsync(() => StatusAsync(context, operation, entry, cancellationToken)))],
        ];
    }

    private static async Task<object> StatusAsync(CliContext context, OperatorContext operation, StampEntry stamp, CancellationToken cancellationToken)
    {
        using var protector = SecretProtector.Open(context.Data);
        return await new StatusReader(operation, new RegistrationHistory(context.Data, protector)).ReadAsync(stamp, null, null, cancellationToken);
    }

    private static async Task<string> TryAsync(Func<Task<object>> make)
    {
        try
        {
            return Json(await make());
        }
        catch (CataloguedException failure)
        {
            return Json(ErrorObject.Of(failure));
        }
    }

    private static string Json(object value) => JsonSerializer.Serialize(value, CliContext.IndentedJson) + "\n";

    private static string Size(long bytes) => bytes switch
    {
        < 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024:0.0} MiB"),
    };
}
