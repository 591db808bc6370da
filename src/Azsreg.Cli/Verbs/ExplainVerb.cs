using System.CommandLine;
using System.Text.Json;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg explain CODE</c>.</summary>
internal static class ExplainVerb
{
    public static Verb Create()
    {
        var code = new Argument<string?>("CODE") { Description = "an error code, such as AZR2104; all of them where it is left out", Arity = ArgumentArity.ZeroOrOne };
        return new Verb(
            "explain",
            "Says what an error code means, why it happens and what to do.",
            "azsreg explain AZR2104",
            (context, parsed, _) =>
            {
                if (parsed.GetValue(code) is { } asked)
                {
                    Explain(context, asked);
                }
                else
                {
                    List(context);
                }

                return Task.CompletedTask;
            })
        {
            code,
        };
    }

    private static void Explain(CliContext context, string code)
    {
        var entry = ErrorCatalogue.Find(code)
            ?? throw new CataloguedException(
                ErrorCatalogue.ErrorCodeUnknown, $"'{code}' is not in this version's catalogue.", ["azsreg explain"]);
        if (context.IsJson)
        {
            context.WriteJson(ToObject(entry));
            return;
        }

        context.WriteLine($"{entry.Code} {entry.What}");
        foreach (var text in (string[])[entry.Why, entry.Fix])
        {
            context.WriteLine();
            foreach (var line in Paragraph.Wrap(text, "  "))
            {
                context.WriteLine(line);
            }
        }

        context.WriteLine();
        context.WriteLine($"  Exit code {(int)entry.Kind}. " + (entry.Retryable ? "Trying again later can help." : "Trying again changes nothing by itself."));
    }

    private static void List(CliContext context)
    {
        if (context.IsJson)
        {
            context.WriteJson(ErrorCatalogue.All.Select(ToObject));
            return;
        }

        var table = new Table("Code", Column.Right("Exit"), "What");
        foreach (var entry in ErrorCatalogue.All)
        {
            table.Add(entry.Code, ((int)entry.Kind).ToString(System.Globalization.CultureInfo.InvariantCulture), entry.What);
        }

        context.WriteTable(table);
    }

    private static object ToObject(ErrorEntry entry) => new
    {
        entry.Code,
        Kind = JsonNamingPolicy.CamelCase.ConvertName(entry.Kind.ToString()),
        ExitCode = (int)entry.Kind,
        entry.What,
        entry.Why,
        entry.Fix,
        entry.Retryable,
    };
}
