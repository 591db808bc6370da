using System.CommandLine;
using System.Globalization;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Hosting;
using Azsreg.Operator.History;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg registration history</c>.</summary>
internal static class RegistrationHistoryVerb
{
    public static Verb Create()
    {
        var token = new Option<string?>("--save-token") { Description = "write the token of the latest entry of --registration-name into a file", HelpName = "FILE" };
        var name = new Option<string?>("--registration-name") { Description = "only entries of this name", HelpName = "NAME" };
        return new Verb("history", "Lists what was registered and removed from this data folder. Tokens are kept encrypted.", "azsreg registration history", (context, parsed, cancellationToken) =>
        {
            using var protector = SecretProtector.Open(context.Data);
            var history = new RegistrationHistory(context.Data, protector);
            var wanted = parsed.GetValue(name);
            var entries = history.Read().Where(entry => wanted is null || entry.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase)).ToList();
            if (parsed.GetValue(token) is { } file) return SaveAsync(context, history, entries, file, cancellationToken);
            if (context.IsJson)
            {
                context.WriteJson(entries.Select(entry => new
                {
                    entry.At, entry.Event, entry.Name, entry.ResourceId, entry.CloudId, entry.Environment, entry.Stamp, entry.BillingModel,
                    HasToken = entry.ProtectedToken is not null,
                }));
                return Task.CompletedTask;
            }

            if (entries.Count == 0)
            {
                context.WriteLine("Nothing was registered from this data folder yet.");
                return Task.CompletedTask;
            }

            var table = new Table("When (UTC)", "What", "Name", "Stamp", "Billing model");
            foreach (var entry in entries)
            {
                table.Add(
                    entry.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), entry.Event, entry.Name, RegistrationIds.Shorten(entry.Stamp ?? "-"), entry.BillingModel ?? "-");
            }

            context.WriteTable(table);
            return Task.CompletedTask;
        })
        {
            name, token,
        };
    }

    private static async Task SaveAsync(CliContext context, RegistrationHistory history, List<HistoryEntry> entries, string file, CancellationToken cancellationToken)
    {
        var entry = entries.FirstOrDefault(one => one.ProtectedToken is not null)
            ?? throw new CataloguedException(ErrorCatalogue.RegistrationNotFound, "No entry with a token is kept under that name.", ["azsreg registration history"]);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            await using var writer = new StreamWriter(file, options);
            await writer.WriteAsync(history.Token(entry)!.Reveal().AsMemory(), cancellationToken);
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
        {
            throw new CataloguedException(ErrorCatalogue.InvalidOption, $"'{file}' cannot be written: {unusable.Message}", inner: unusable);
        }

        if (context.IsJson) context.WriteJson(new { saved = file, entry.Name, entry.CloudId });
        else context.WriteLine($"The token of {entry.Name} is in {file}.");
    }
}
