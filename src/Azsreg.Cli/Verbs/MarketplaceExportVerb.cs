using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Bundles;
using Azsreg.Operator.Marketplace;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg marketplace export</c>: the catalogue's items as a folder to be carried.</summary>
internal static class MarketplaceExportVerb
{
    public static Verb Create()
    {
        var folder = new Option<string>("--repository") { Description = "the bundle's folder, made where it is missing; one of an earlier export is added to", HelpName = "DIR", Required = true };
        var select = new Option<string[]>("--select") { Description = "items by id; the newest version where the id has none", HelpName = "ID", AllowMultipleArgumentsPerToken = true };
        var all = new Option<bool>("--all") { Description = "every item that goes with the registration" };
        var filter = new MarketplaceFilterOptions();
        var cloudId = new Option<string?>("--cloud-id") { Description = "or the registration of the stamp with this cloud id", HelpName = "ID" };
        var dryRun = new Option<bool>("--dry-run") { Description = "say what would be downloaded, how large it is and under which terms, and change nothing" };
        var target = new RegistrationTargetOptions();
        var terms = new BundleTermsOption();
        var confirmation = new Confirmation();
        var verb = new Verb("export", "Downloads items and what they need into a folder to be carried to a stamp without a line to Azure. Needs Azure only. A run that was ended is gone on with by the next.", "azsreg marketplace export --repository /media/stick/bundle --all --accept-terms", async (context, parsed, cancellationToken) =>
        {
            var request = new ExportRequest
            {
                Folder = parsed.GetRequiredValue(folder),
                Selection = new ProductSelection
                {
                    Ids = [.. (parsed.GetValue(select) ?? []).SelectMany(ids => ids.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
                    All = parsed.GetValue(all),
                    Filter = filter.Of(parsed),
                },
                Environment = target.Environment(parsed),
                Subscription = target.Subscription(parsed),
                RegistrationName = target.Name(parsed),
                ResourceGroup = target.ResourceGroup(parsed),
                CloudId = parsed.GetValue(cloudId),
            };
            using var operation = new OperatorContext(context.Data, context.Clock);
            using var export = await MarketplaceExport.OpenAsync(operation, request, cancellationToken);
            var plan = await PlanAsync(context, export, cancellationToken);
            if (parsed.GetValue(dryRun))
            {
                BundleResult.End(context, ToObject(plan), () => Show(context, plan), null);
                return;
            }

            if (context is { IsJson: false, Io.IsInteractive: true }) Show(context, plan);
            var accepted = await terms.AcceptAsync(
                context, parsed, new LegalTerms(operation), plan.WantingTerms.Select(item => (item.Name, item.Properties)), plan.Source.Account, cancellationToken);
            if (context.Io.IsInteractive && !confirmation.Ask(context, parsed, $"Export {BundleResult.Items(plan.Items.Count)} ({ByteSize.Exact(plan.BytesToFetch)} to download) into {plan.Folder}?"))
                return;
            var outcome = await RunAsync(context, export, plan, accepted, cancellationToken);
            var failure = outcome.ToFailure();
            BundleResult.End(context, ToObject(plan, outcome, failure), () => Show(context, plan, outcome), failure);
        })
        {
            folder, select, all, cloudId, dryRun,
        };
        filter.AddTo(verb);
        target.AddTo(verb);
        terms.AddTo(verb);
        confirmation.AddTo(verb);
        return verb;
    }

    private static async Task<ExportPlan> PlanAsync(CliContext context, MarketplaceExport export, CancellationToken cancellationToken)
    {
        using var step = new BundleStep(context, "items and sizes", "items");
        var plan = await export.PlanAsync(step, cancellationToken);
        step.Succeed($"{BundleResult.Items(plan.Items.Count)}, {ByteSize.Exact(plan.BytesToFetch)} to download");
        return plan;
    }

    private static async Task<ExportOutcome> RunAsync(CliContext context, MarketplaceExport export, ExportPlan plan, bool accepted, CancellationToken cancellationToken)
    {
        using var step = new BundleStep(context, "download", "items");
        var outcome = await export.RunAsync(plan, accepted, step, cancellationToken);
        step.Succeed($"{ByteSize.Exact(outcome.BytesFetched)}, {BundleResult.Counted(outcome.Items, "exported")}");
        return outcome;
    }

    private static void Show(CliContext context, ExportPlan plan)
    {
        var table = new Table("Item", "Kind", Column.Right("Size"), Column.Right("To download"), "");
        foreach (var item in plan.Items)
        {
            table.Add(
                item.Name, item.Properties.ProductKind, ByteSize.Exact(item.Bytes), ByteSize.Exact(item.BytesToFetch),
                item.Failure is { } failure ? Cell.Bad($"{failure.Entry.Code} {failure.Entry.What}") : item.NeededBy is { } other ? Cell.Dim($"needed by {other}") : item.WantsTerms ? Cell.Wait("legal terms") : "");
        }

        context.WriteTable(table);
        context.WriteLine();
        context.WriteBlock(new Block("  ")
            .Add("from", $"{ArmResourceId.Parse(plan.Source.RegistrationId).Name} of {plan.Source.Environment}, as {plan.Source.Account}")
            .Add("into", plan.Folder + (plan.Kept == 0 ? "" : $", where {BundleResult.Items(plan.Kept)} more are already"))
            .Add("to download", ByteSize.Exact(plan.BytesToFetch))
            .Add("free there", plan.FreeBytes is not { } free ? "not told by the system" : free < plan.BytesToFetch ? Cell.Bad(ByteSize.Exact(free)) : ByteSize.Exact(free))
            .Add("legal terms", plan.WantingTerms.Any() ? Cell.Wait($"of {BundleResult.Items(plan.WantingTerms.Count())} to be accepted") : "accepted, or there are none"));
        foreach (var item in plan.Items.Where(item => item.NotListed.Count > 0))
            context.WriteLine(context.Style.Wait($"  {item.Name} needs {string.Join(", ", item.NotListed)}, which the registration does not list."));
    }

    private static void Show(CliContext context, ExportPlan plan, ExportOutcome outcome)
    {
        context.WriteLine();
        if (outcome.Manifest is not { } manifest) return;
        context.WriteLine($"The bundle holds {BundleResult.Items(manifest.Products.Count)} in {manifest.Files.Count} files, {ByteSize.Exact(manifest.Files.Sum(file => file.Size))}.");
        context.WriteBlock(new Block("  ")
            .Add("folder", outcome.Folder)
            .Add("registration", plan.Source.RegistrationId)
            .Add("signed by", outcome.Signer.Fingerprint));
        Next(outcome).Write(context);
    }

    private static OfflineNextStep Next(ExportOutcome outcome) => new(
        "at the stamp, with the folder carried there",
        $"azsreg marketplace import --repository DIR --trust-signer {outcome.Signer.Fingerprint}",
        "The signer is named once; later bundles from here are believed. Compare the fingerprint by another way than the stick.");

    private static object ToObject(ExportPlan plan) => new
    {
        plan.Folder,
        Applied = false,
        plan.Source,
        plan.BytesToFetch,
        plan.FreeBytes,
        plan.Kept,
        Items = plan.Items.Select(item => new
        {
            item.Name,
            Title = item.Properties.DisplayName,
            Kind = item.Properties.ProductKind,
            item.Bytes,
            item.BytesToFetch,
            item.NeededBy,
            item.NotListed,
            item.WantsTerms,
            LegalTerms = item.WantsTerms ? item.Properties.LegalTerms : null,
            Error = BundleResult.ToObject(item.Failure),
        }),
    };

    private static object ToObject(ExportPlan plan, ExportOutcome outcome, CataloguedException? failure) => new
    {
        outcome.Folder,
        Applied = true,
        Changed = outcome.BytesFetched > 0 || outcome.Items.Any(item => item.State == ItemOutcome.Done),
        plan.Source,
        Signer = outcome.Signer.Fingerprint,
        Created = outcome.Manifest?.Created,
        Products = outcome.Manifest?.Products.Count ?? 0,
        Files = outcome.Manifest?.Files.Count ?? 0,
        Bytes = outcome.Manifest?.Files.Sum(file => file.Size) ?? 0,
        outcome.BytesFetched,
        Items = outcome.Items.Select(BundleResult.ToObject),
        Error = BundleResult.ToObject(failure),
        NextStep = Next(outcome).ToObject(),
    };
}
