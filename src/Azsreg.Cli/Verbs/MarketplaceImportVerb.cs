using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Bundles;
using Azsreg.Operator.Marketplace;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg marketplace import</c>: a carried bundle's items into a stamp.</summary>
internal static class MarketplaceImportVerb
{
    public static Verb Create()
    {
        var folder = new Option<string>("--repository") { Description = "the bundle's folder", HelpName = "DIR", Required = true };
        var stamp = new Option<string?>("--stamp") { Description = "the stamp; the one in use where left out", HelpName = "NAME" };
        var select = new Option<string[]>("--select") { Description = "only these items and what they need; all of the bundle where left out", HelpName = "ID", AllowMultipleArgumentsPerToken = true };
        var dryRun = new Option<bool>("--dry-run") { Description = "verify the bundle, say what would be imported, and change nothing" };
        var signer = new BundleSignerOption("believe this signer from now on");
        var terms = new BundleTermsOption();
        var confirmation = new Confirmation();
        var verb = new Verb("import", "Brings a bundle's items into a stamp, through its administrator endpoint. The bundle is verified first; what the stamp has already is skipped.", "azsreg marketplace import --repository /media/stick/bundle", async (context, parsed, cancellationToken) =>
        {
            using var operation = new OperatorContext(context.Data, context.Clock);
            var request = new ImportRequest
            {
                Folder = parsed.GetRequiredValue(folder),
                Select = [.. (parsed.GetValue(select) ?? []).SelectMany(ids => ids.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
                TrustSigner = signer.Fingerprint(parsed),
            };
            var target = operation.Stamps.Get(parsed.GetValue(stamp));
            using var import = await MarketplaceImport.OpenAsync(operation, target, request, cancellationToken);
            var plan = await PlanAsync(context, import, cancellationToken);
            if (parsed.GetValue(dryRun))
            {
                BundleResult.End(context, ToObject(target.Name, plan), () => Show(context, target.Name, plan), null);
                return;
            }

            var accepted = await terms.AcceptAsync(
                context, parsed, new LegalTerms(operation), plan.WantingTerms.Select(item => (item.Name, item.Properties)), import.Account, cancellationToken);
            if (context.Io.IsInteractive && plan.ToImport.Any()
                && !confirmation.Ask(context, parsed, $"Import {BundleResult.Items(plan.ToImport.Count())} ({ByteSize.Exact(plan.BytesToImport)}) into {target.Name}?"))
            {
                return;
            }

            var outcome = await RunAsync(context, import, plan, accepted, cancellationToken);
            var failure = outcome.ToFailure();
            BundleResult.End(context, ToObject(target.Name, plan, outcome, failure), () => Show(context, target.Name, outcome), failure);
        })
        {
            folder, stamp, select, dryRun,
        };
        signer.AddTo(verb);
        terms.AddTo(verb);
        confirmation.AddTo(verb);
        return verb;
    }

    private static async Task<ImportPlan> PlanAsync(CliContext context, MarketplaceImport import, CancellationToken cancellationToken)
    {
        using var step = new BundleStep(context, "reading the bundle", "files");
        var plan = await import.PlanAsync(step, cancellationToken);
        step.Succeed($"whole, signed by {plan.Report.SignerName}");
        return plan;
    }

    private static async Task<ImportOutcome> RunAsync(CliContext context, MarketplaceImport import, ImportPlan plan, bool accepted, CancellationToken cancellationToken)
    {
        using var step = new BundleStep(context, "import", "items");
        var outcome = await import.RunAsync(plan, accepted, step, cancellationToken);
        step.Succeed($"{ByteSize.Exact(outcome.BytesSent)}, {BundleResult.Counted(outcome.Items, "imported")}");
        return outcome;
    }

    private static void Show(CliContext context, string stamp, ImportPlan plan)
    {
        var table = new Table("Item", "Kind", Column.Right("Size"), "");
        foreach (var item in plan.Items)
        {
            table.Add(
                item.Name, item.Properties.ProductKind, ByteSize.Exact(plan.BytesOf(item)),
                plan.InPlace.Contains(item.Name) ? Cell.Dim("there already") : item.Terms is { } terms ? $"terms accepted by {terms.AcceptedBy}" : "");
        }

        context.WriteTable(table);
        context.WriteLine();
        context.WriteLine($"{BundleResult.Items(plan.ToImport.Count())} would be imported into {stamp}, {ByteSize.Exact(plan.BytesToImport)}. Nothing was changed.");
    }

    private static void Show(CliContext context, string stamp, ImportOutcome outcome)
    {
        context.WriteLine();
        var table = new Table("Item", Column.Right("Size"), "");
        foreach (var item in outcome.Items)
        {
            table.Add(item.Name, ByteSize.Exact(item.Bytes), item.State switch
            {
                ItemOutcome.Done => Cell.Good("imported"),
                ItemOutcome.InPlace => Cell.Dim("there already"),
                _ => Cell.Bad($"{item.Failure!.Entry.Code} {(item.State == ItemOutcome.Left ? "left" : "failed")}"),
            });
        }

        context.WriteTable(table);
        context.WriteLine();
        context.WriteLine($"{stamp}: {BundleResult.Counted(outcome.Items, "imported")}.");
    }

    private static object ToObject(string stamp, ImportPlan plan) => new
    {
        Stamp = stamp,
        plan.Report.Folder,
        Applied = false,
        Signer = plan.Report.Bundle.Signer.Fingerprint,
        plan.BytesToImport,
        Items = plan.Items.Select(item => new { item.Name, InPlace = plan.InPlace.Contains(item.Name), Bytes = plan.BytesOf(item), item.DependsOn, item.Terms }),
    };

    private static object ToObject(string stamp, ImportPlan plan, ImportOutcome outcome, CataloguedException? failure) => new
    {
        Stamp = stamp,
        plan.Report.Folder,
        Applied = true,
        Changed = outcome.Items.Any(item => item.State == ItemOutcome.Done),
        Signer = plan.Report.Bundle.Signer.Fingerprint,
        outcome.BytesSent,
        Items = outcome.Items.Select(BundleResult.ToObject),
        Error = BundleResult.ToObject(failure),
    };
}
