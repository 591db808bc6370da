using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator.Usage;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary>How usage is written: for people, as JSON, or as comma-separated values. <c>--output json</c> is the same as <c>--format json</c>.</summary>
internal sealed class UsageFormat
{
    private readonly Option<string?> _format = new("--format") { Description = "table, json or csv; table where left out", HelpName = "FORMAT" };

    public void AddTo(Command command) => command.Add(_format);

    /// <summary>The format asked for.</summary>
    /// <exception cref="CataloguedException">It is none of the three (AZR1001).</exception>
    public string Of(CliContext context, ParseResult parsed) => parsed.GetValue(_format)?.ToLowerInvariant() switch
    {
        null => context.IsJson ? "json" : "table",
        "table" when context.IsJson => "json",
        "table" => "table",
        "json" => "json",
        "csv" => "csv",
        var other => throw new CataloguedException(ErrorCatalogue.InvalidOption, $"--format '{other}' is none of table, json and csv."),
    };

    /// <summary>Writes rows: a table by its cells, values by the headings' names.</summary>
    public static void Write(CliContext context, string format, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<object?>> rows, Func<object> json, Table table)
    {
        switch (format)
        {
            case "json":
                context.WriteJson(json());
                break;
            case "csv":
                WriteCsv(context.Io.Out, headings, rows);
                break;
            default:
                context.WriteTable(table);
                break;
        }
    }

    /// <summary>Comma-separated values (RFC 4180) with a heading.</summary>
    public static void WriteCsv(TextWriter writer, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<object?>> rows)
    {
        writer.Write(CsvWriter.Line(headings));
        foreach (var row in rows)
            writer.Write(CsvWriter.Line(row));
    }

    public static string Number(decimal amount) => CsvWriter.Number(amount);
}
