using System.CommandLine;
using System.Text;
using System.Text.Json;
using Azsreg.AzureClient;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Usage;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg usage export</c>: the published usage summary's columns, so that spreadsheets made for it go on working.</summary>
internal static class UsageExportVerb
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Verb Create()
    {
        var options = new UsageOptions();
        var file = new Argument<string>("FILE") { Description = "the file to write" };
        var hourly = new Option<bool>("--hourly") { Description = "a line an hour instead of a line a day" };
        var format = new Option<string?>("--format") { Description = "csv, with the columns of the published usage summary, or json; csv where left out", HelpName = "FORMAT" };
        var verb = new Verb(
            "export",
            "Writes usage to a file, by the day it was reported.",
            "azsreg usage export UsageSummary.csv --from 2026-11-01",
            async (context, parsed, cancellationToken) =>
            {
                var isJson = parsed.GetValue(format)?.ToLowerInvariant() switch
                {
                    null or "csv" => false,
                    "json" => true,
                    var other => throw new CataloguedException(ErrorCatalogue.InvalidOption, $"--format '{other}' is neither csv nor json."),
                };
                using var operation = new OperatorContext(context.Data, context.Clock);
                var rows = await UsageListVerb.ReadAsync(context, operation, options, parsed, daily: !parsed.GetValue(hourly), null, cancellationToken);
                var path = Path.GetFullPath(parsed.GetRequiredValue(file));
                Write(path, rows, isJson);
                if (context.IsJson)
                    context.WriteJson(new { File = path, Rows = rows.Count });
                else
                    context.WriteLine($"{rows.Count} {(rows.Count == 1 ? "row" : "rows")} are in {path}");
            })
        {
            file, hourly, format,
        };
        options.AddSideTo(verb);
        options.AddStampTo(verb);
        options.AddAzureTo(verb);
        options.AddDaysTo(verb);
        return verb;
    }

    private static void Write(string path, IReadOnlyList<UsageSample> rows, bool isJson)
    {
        try
        {
            using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false));
            if (isJson)
                writer.Write(JsonSerializer.Serialize(rows, Indented));
            else
                UsageFormat.WriteCsv(writer, UsageExportRow.Columns, rows.Select(UsageExportRow.Of));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CataloguedException(ErrorCatalogue.CarriedFileNotWritten, $"'{path}': {failure.Message}", inner: failure);
        }
    }
}
