using Azsreg.Operator.Bundles;
using Azsreg.Operator.Marketplace;
using Azsreg.Portal.Session;
using Azsreg.Portal.Work;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Azsreg.Portal.Marketplace;

/// <summary>
/// Imports a bundle that was carried to the stamp. The portal runs where the stamp runs, so a folder there is named, as on the command line: a
/// browser would send hundreds of gigabytes once more through a form.
/// </summary>
internal sealed class BundleImport(MarketplaceDoor door, MarketplaceBooks books, RunningWork running, PortalSession session, TimeProvider clock)
{
    private const int LongestFolder = 1000;
    private const string Alone = "marketplace-import";

    private static readonly TimeSpan LongestSearch = TimeSpan.FromSeconds(1);

    /// <summary>The form, and what is in the folder where one is named.</summary>
    public async Task<IResult> ShowAsync(string folder, CancellationToken cancellationToken)
    {
        // Whoever may not import is not shown what is in folders of the stamp's machine either.
        if (!session.IsOwner || folder.Length == 0)
            return await PageAsync(folder, null, null);
        try
        {
            return await PageAsync(folder, await LookAsync(folder, cancellationToken), null);
        }
        catch (CataloguedException fault) when (MarketplacePages.IsTold(fault))
        {
            return await PageAsync(folder, null, fault);
        }
    }

    /// <summary>Starts the import of what was shown.</summary>
    public async Task<IResult> StartAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var folder = form["folder"].ToString();
        BundleLook? look = null;
        try
        {
            look = await LookAsync(folder, http.RequestAborted);
            if (form["signer"] != look.Bundle.Signer.Fingerprint)
                throw new CataloguedException(ErrorCatalogue.BundleNotAsShown, $"'{folder}' was signed by another than the page had shown.");
            if (look.SignerName is null && form["trust"] != "yes")
                throw new CataloguedException(ErrorCatalogue.BundleSignerNotTrusted, $"{look.Bundle.Signer.Fingerprint} is believed only once somebody has compared it and says so.");
            if (look.OpenTerms.Count > 0 && form["accept"] != "yes")
                throw new CataloguedException(ErrorCatalogue.LegalTermsNotAccepted, $"{ItemWords.Items(look.OpenTerms.Count)} of the bundle come under terms that nobody has accepted.");
            var item = await BeginAsync(look, form["accept"] == "yes", http.RequestAborted);
            http.Response.Headers.Location = item.Href;
            return Results.StatusCode(StatusCodes.Status303SeeOther);
        }
        catch (CataloguedException fault) when (MarketplacePages.IsTold(fault))
        {
            http.Response.StatusCode = StatusCodes.Status409Conflict;
            return await PageAsync(folder, look, fault);
        }
    }

    private async Task<IResult> PageAsync(string folder, BundleLook? look, CataloguedException? fault) => new RazorComponentResult<ImportPage>(new Dictionary<string, object?>
    {
        [nameof(ImportPage.Folder)] = folder,
        [nameof(ImportPage.Look)] = look,
        [nameof(ImportPage.Fault)] = fault,
        [nameof(ImportPage.Found)] = session.IsOwner && look is null ? await FindAsync() : [],
    });

    /// <summary>A share that is mounted and gone holds whoever looks at it; nobody waits for that.</summary>
    private async Task<IReadOnlyList<string>> FindAsync()
    {
        try
        {
            return await Task.Run(CarriedMedia.FindBundles).WaitAsync(LongestSearch, clock);
        }
        catch (TimeoutException)
        {
            return [];
        }
    }

    private async Task<BundleLook> LookAsync(string folder, CancellationToken cancellationToken)
    {
        if (folder.Length > LongestFolder || !Path.IsPathFullyQualified(folder) || folder.Contains('\0', StringComparison.Ordinal))
            throw new CataloguedException(ErrorCatalogue.ImportFolderNotFull, $"'{(folder.Length > 200 ? folder[..200] + "…" : folder)}' does not begin at a root of {session.StampName}'s machine.");
        var (bundle, signer) = await Task.Run(() => new BundleVerification(books.Signers).Inspect(folder), cancellationToken);
        // What nobody has verified may be anything; only a manifest that keeps to the rules is shown.
        if (BundleRules.Check(bundle.Manifest) is [var problem, ..])
            throw new CataloguedException(problem.Entry, problem.Detail);
        var reading = await door.ReadOnStampAsync(cancellationToken);
        return new BundleLook
        {
            Folder = folder,
            Bundle = bundle,
            SignerName = signer,
            InPlace = bundle.Manifest.Products.Where(item => reading.View.Inventory.Find(item.Name) is { State: ItemState.Downloaded })
                .Select(item => item.Name).ToHashSet(StringComparer.OrdinalIgnoreCase),
        };
    }

    private async Task<WorkItem> BeginAsync(BundleLook look, bool termsAccepted, CancellationToken cancellationToken)
    {
        if (running.Alone(Alone) is { } other)
            throw new CataloguedException(ErrorCatalogue.ImportUnderWay, $"'{other.Order.Title}', started by {other.Order.Person}, is still running.");
        // Here and not in the run: a stamp that takes no items says so before anything is read.
        var import = await MarketplaceImport.OpenAsync(
            books.Context, door.Stamp, new ImportRequest { Folder = look.Folder, TrustSigner = look.SignerName is null ? look.Bundle.Signer.Fingerprint : null }, cancellationToken);
        var order = new WorkOrder
        {
            Kind = Alone,
            Title = $"Import {ItemWords.Items(look.Bundle.Manifest.Products.Count)} into {session.StampName}",
            Alone = Alone,
            PersonId = session.Person.ObjectId,
            Person = session.Person.DisplayName,
            Again = $"{MarketplacePages.Import}?folder={Uri.EscapeDataString(look.Folder)}",
        };
        try
        {
            return await running.StartAsync(order, async (teller, cancellation) =>
            {
                using (import)
                    return await RunAsync(import, termsAccepted, teller, cancellation);
            });
        }
        catch
        {
            import.Dispose();
            throw;
        }
    }

    private async Task<WorkOutcome> RunAsync(MarketplaceImport import, bool termsAccepted, WorkTeller teller, CancellationToken cancellationToken)
    {
        ImportPlan plan;
        var reading = new BundleStep(teller, clock, "read", "Read and verify the bundle", "files");
        plan = await import.PlanAsync(reading, cancellationToken);
        reading.End(WorkStepState.Done, $"{ByteSize.Exact(plan.Report.BytesWhole)} are whole, signed by {plan.Report.SignerName}");
        var sending = new BundleStep(teller, clock, "import", "Bring the items in", "items");
        var outcome = await import.RunAsync(plan, termsAccepted, sending, cancellationToken);
        var (done, inPlace) = (outcome.Items.Count(item => item.State == ItemOutcome.Done), outcome.Items.Count(item => item.State == ItemOutcome.InPlace));
        if (outcome.ToFailure() is { } failure)
        {
            sending.End(WorkStepState.Failed, $"{done} of {ItemWords.Items(outcome.Items.Count)}");
            throw failure;
        }

        sending.End(WorkStepState.Done, $"{ByteSize.Exact(outcome.BytesSent)} sent");
        return new WorkOutcome($"{ItemWords.Items(done)} imported{(inPlace == 0 ? "" : $", {inPlace} there already")}.")
        {
            Links = [new WorkLink("See the downloaded items", MarketplacePages.Home)],
        };
    }

    /// <summary>Shows how far one half of an import is, not more often than a person reads.</summary>
    private sealed class BundleStep(WorkTeller teller, TimeProvider clock, string name, string title, string parts) : IProgress<BundleProgress>
    {
        private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(400);

        private readonly long _began = Begin(teller, clock, name, title);
        private readonly Lock _gate = new();
        private long _told;

        public void Report(BundleProgress value)
        {
            lock (_gate)
            {
                if (_told != 0 && clock.GetElapsedTime(_told) < Often)
                    return;
                _told = clock.GetTimestamp();
            }

            var bytes = value.BytesTotal == 0 ? "" : $", {ByteSize.Exact(value.BytesDone)} of {ByteSize.Exact(value.BytesTotal)}";
            Show(WorkStepState.Working, FormattableString.Invariant($"{value.ItemsDone} of {value.ItemsTotal} {parts}") + bytes);
        }

        public void End(WorkStepState state, string detail) => Show(state, detail);

        private static long Begin(WorkTeller teller, TimeProvider clock, string name, string title)
        {
            teller.Show(new WorkStep(name, title, WorkStepState.Working));
            return clock.GetTimestamp();
        }

        private void Show(WorkStepState state, string detail) =>
            teller.Show(new WorkStep(name, title, state, detail, (long)clock.GetElapsedTime(_began).TotalMilliseconds));
    }
}
