using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Roles;
using Azsreg.Cli.Shell;
using Azsreg.Cloud.Marketplace;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg cloud catalog list|add|remove|verify</c>.</summary>
internal static class CloudCatalogVerbs
{
    public static Command Create() => new("catalog", "The marketplace catalogue of the Azure side in this data folder, whether it runs or not.")
    {
        List(), CloudCatalogAddVerb.Create(), Remove(), CloudCatalogVerifyVerb.Create(),
    };

    private static Verb List()
    {
        var text = new Option<string?>("--text") { Description = "only items whose name holds this", HelpName = "TEXT" };
        var storage = new CloudStorageOptions();
        return storage.AddTo(new Verb("list", "Lists its items: name, kind, size of a download.", "azsreg cloud catalog list --text wordpress", async (context, parsed, cancellationToken) =>
        {
            using var book = await CatalogueBook.OpenAsync(context.Data, context.Clock, storage.ToStorage(context, parsed), cancellationToken);
            var all = await book.ListAsync(cancellationToken);
            var found = parsed.GetValue(text) is { } part ? [.. all.Where(one => one.Name.Contains(part, StringComparison.OrdinalIgnoreCase))] : all;
            if (context.IsJson)
            {
                context.WriteJson(found);
                return;
            }

            if (found.Count == 0)
            {
                context.WriteLine(all.Count == 0 ? "The catalogue is empty. azsreg cloud catalog add FOLDER fills it." : $"None of {all.Count} items fits.");
                return;
            }

            var table = new Table("Name", "Kind", Column.Right("Size"), "");
            foreach (var one in found)
            {
                table.Add(one.Name, one.Kind, ByteSize.Exact(one.PayloadLength), Cell.Dim(one.Stored ? "" : "made when asked for"));
            }

            context.WriteTable(table);
            context.WriteLine();
            context.WriteLine($"{found.Count} items{(found.Count == all.Count ? "" : $" of {all.Count}")}");
        })
        {
            text,
        });
    }

    private static Verb Remove()
    {
        var names = new Argument<string[]>("NAME") { Description = "a product, or a family: then all its versions", Arity = ArgumentArity.OneOrMore };
        var evenIfNeeded = new Option<bool>("--even-if-needed") { Description = "also where other items need it" };
        var storage = new CloudStorageOptions();
        return storage.AddTo(new Verb(
            "remove",
            "Retires items. Content that others use stays; what stamps have downloaded stays with them.",
            "azsreg cloud catalog remove contoso.router-1.0.0",
            async (context, parsed, cancellationToken) =>
            {
                using var book = await CatalogueBook.OpenAsync(context.Data, context.Clock, storage.ToStorage(context, parsed), cancellationToken);
                var removal = await book.RemoveAsync(parsed.GetRequiredValue(names), parsed.GetValue(evenIfNeeded), cancellationToken);
                if (context.IsJson)
                {
                    context.WriteJson(removal);
                    return;
                }

                foreach (var name in removal.Removed)
                {
                    context.WriteLine($"  - {name}");
                }

                context.WriteLine($"{removal.Removed.Count} retired, {ByteSize.Exact(removal.BytesFreed)} freed");
                if (removal.NeededBy.Count > 0)
                {
                    context.WriteLine($"Cannot be downloaded whole any more: {string.Join(", ", removal.NeededBy)}");
                }
            })
        {
            names, evenIfNeeded,
        });
    }
}
