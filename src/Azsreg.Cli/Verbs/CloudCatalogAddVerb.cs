using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Roles;
using Azsreg.Cli.Shell;
using Azsreg.Cloud.Marketplace;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg cloud catalog add</c>.</summary>
internal static class CloudCatalogAddVerb
{
    public static Verb Create()
    {
        var folder = new Argument<string>("FOLDER") { Description = "a folder with an item.json, or with folders that have one" };
        var storage = new CloudStorageOptions();
        return storage.AddTo(new Verb(
            "add",
            "Adds items from descriptions and files, all or none. Stamps see them at once.",
            "azsreg cloud catalog add ./contoso-router",
            async (context, parsed, cancellationToken) =>
            {
                using var book = await CatalogueBook.OpenAsync(context.Data, context.Clock, storage.ToStorage(context, parsed), cancellationToken);
                CatalogueChange change;
                using (var progress = context.StartProgress())
                {
                    using var step = progress.Begin("storing", parsed.GetRequiredValue(folder));
                    change = await book.AddAsync(parsed.GetRequiredValue(folder), new CloudCatalogProgress(step, context.Clock), cancellationToken);
                    step.Succeed($"{change.Added.Count} added, {change.Unchanged.Count} unchanged");
                }

                if (context.IsJson)
                {
                    context.WriteJson(change);
                    return;
                }

                foreach (var name in change.Added)
                {
                    context.WriteLine($"  + {name}");
                }

                foreach (var name in change.Unchanged)
                {
                    context.WriteLine($"  = {name}");
                }
            })
        {
            folder,
        });
    }
}
