using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator.Bundles;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary>What a verb about a bundle ends with: its result, and the failure of a part of it as the exit code.</summary>
internal static class BundleResult
{
    /// <summary>Writes the result as data and ends with the failure's exit code, or shows it and throws the failure.</summary>
    public static void End(CliContext context, object result, Action show, CataloguedException? failure)
    {
        if (context.IsJson)
        {
            context.WriteJson(result);
            if (failure is not null) throw new ToldFailureException(failure.Entry.Kind);
            return;
        }

        show();
        if (failure is not null) throw failure;
    }

    /// <summary>An item as data.</summary>
    public static object ToObject(ItemResult item) => new { item.Name, item.State, item.Bytes, Error = item.Failure is { } failure ? ErrorObject.Of(failure).Error : null };

    /// <summary>A failure as data; null where there is none.</summary>
    public static ErrorObject.Body? ToObject(CataloguedException? failure) => failure is null ? null : ErrorObject.Of(failure).Error;

    /// <summary>How many items ended how, in words.</summary>
    public static string Counted(IReadOnlyList<ItemResult> items, string done)
    {
        var parts = new[] { (ItemOutcome.Done, done), (ItemOutcome.InPlace, "there already"), (ItemOutcome.Failed, "failed"), (ItemOutcome.Left, "left, for what they need failed") }
            .Select(part => (Count: items.Count(item => item.State == part.Item1), Words: part.Item2))
            .Where(part => part.Count > 0)
            .Select(part => $"{part.Count} {part.Words}");
        return items.Count == 0 ? "no items" : string.Join(", ", parts);
    }

    /// <summary>How many of something, in words.</summary>
    public static string Items(int count) => $"{count} item{(count == 1 ? "" : "s")}";
}
