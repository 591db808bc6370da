using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Roles;
using Azsreg.Cli.Shell;
using Azsreg.Cloud.Marketplace;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg cloud catalog verify</c>.</summary>
internal static class CloudCatalogVerifyVerb
{
    public static Verb Create()
    {
        var repair = new Option<bool>("--repair") { Description = "let damaged items of the sample be made anew" };
        var storage = new CloudStorageOptions();
        return storage.AddTo(new Verb(
            "verify",
            "Reads all content again, compares every hash, and names what is damaged.",
            "azsreg cloud catalog verify",
            async (context, parsed, cancellationToken) =>
            {
                using var book = await CatalogueBook.OpenAsync(context.Data, context.Clock, storage.ToStorage(context, parsed), cancellationToken);
                CatalogueReport report;
                using (var progress = context.StartProgress())
                {
                    using var step = progress.Begin("comparing hashes");
                    report = await book.VerifyAsync(parsed.GetValue(repair), new CloudCatalogProgress(step, context.Clock), cancellationToken);
                    var detail = $"{report.Files} files, {ByteSize.Exact(report.Bytes)}";
                    if (report.Damaged.Count == 0)
                    {
                        step.Succeed(detail);
                    }
                    else
                    {
                        step.Fail($"{detail}, {report.Damaged.Count} damaged");
                    }
                }

                Show(context, report);
            })
        {
            repair,
        });
    }

    private static void Show(CliContext context, CatalogueReport report)
    {
        if (report.Damaged.Count > 0)
        {
            throw new CataloguedException(ErrorCatalogue.CatalogueDamaged, string.Join('\n', report.Damaged));
        }

        if (context.IsJson)
        {
            context.WriteJson(report);
        }
        else
        {
            foreach (var line in report.Missing)
            {
                context.WriteLine("  " + line);
            }

            if (report.Repaired.Count > 0)
            {
                context.WriteLine($"Made anew when they are next asked for: {string.Join(", ", report.Repaired)}");
            }
        }
    }
}
