using System.Collections.Concurrent;
using Azsreg.AzureClient;
using Azsreg.Operator.Registration;
using Azsreg.Operator.SignIn;
using Azsreg.Operator.Stamps;
using Azsreg.Protocol;

namespace Azsreg.Operator.Bundles;

/// <summary>
/// Imports a bundle into a stamp through its admin ARM: content is uploaded, then each item is put and the stamp makes it whole by itself. What
/// is there is skipped, and one item's failure is its own.
/// </summary>
public sealed class MarketplaceImport : IDisposable
{
    private const int ItemsAtOnce = 4;

    private readonly OperatorContext _context;
    private readonly ImportRequest _request;
    private readonly SignedInStamp _stamp;
    private readonly AzureSession? _session;
    private readonly ContentUpload _content;

    private MarketplaceImport(OperatorContext context, ImportRequest request, SignedInStamp stamp, AzureSession? session)
    {
        (_context, _request, _stamp, _session) = (context, request, stamp, session);
        _content = new ContentUpload(BundleFolder.At(request.Folder), stamp.Admin.Uploads);
    }

    private StampMarketplaceOperations Marketplace => _stamp.Admin.StampAdmin.Marketplace(_stamp.SubscriptionId);

    /// <summary>Who is signed in at the stamp.</summary>
    public string Account => _stamp.Account;

    /// <summary>Signs in at the stamp and looks whether it takes items at all.</summary>
    /// <exception cref="CataloguedException">Nobody is signed in there (AZR3001), or it has no activation (AZR6090).</exception>
    public static async Task<MarketplaceImport> OpenAsync(OperatorContext context, StampEntry stamp, ImportRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(stamp);
        ArgumentNullException.ThrowIfNull(request);
        var session = context.TryOpenStampAdmin(stamp) ?? throw new CataloguedException(
            ErrorCatalogue.NotSignedIn, $"Nobody is signed in at the admin endpoint of {stamp.Name}.", [$"azsreg login --stamp {stamp.Name}"]);
        try
        {
            var subscription = (await session.Arm.StampAdmin.GetProviderSubscriptionAsync(cancellationToken)).SubscriptionId;
            return await OpenAsync(context, new SignedInStamp(stamp.Name, session.Account.Name, session.Arm, subscription, ""), request, session, cancellationToken);
        }
        catch (Exception failure)
        {
            session.Dispose();
            if (failure is ArmException refused) throw FailureTranslation.Translate(refused);
            throw;
        }
    }

    /// <summary>Looks whether a stamp, where somebody is signed in already, takes items at all.</summary>
    /// <exception cref="CataloguedException">It has no activation (AZR6090).</exception>
    public static async Task<MarketplaceImport> OpenAsync(OperatorContext context, SignedInStamp stamp, ImportRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(stamp);
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            return await OpenAsync(context, stamp, request, null, cancellationToken);
        }
        catch (ArmException refused)
        {
            throw FailureTranslation.Translate(refused);
        }
    }

    /// <summary>Verifies the bundle whole and asks the stamp what it has; nothing is changed but that a signer named is believed from now on.</summary>
    /// <exception cref="CataloguedException">Anything is wrong with the bundle (AZR6070 to AZR6078), or an item is not in it (AZR6084).</exception>
    public async Task<ImportPlan> PlanAsync(IProgress<BundleProgress>? progress, CancellationToken cancellationToken)
    {
        var signers = new BundleSigners(_context.Folder, _context.Clock);
        var report = await new BundleVerification(signers).RunAsync(_request.Folder, _request.TrustSigner, progress, cancellationToken);
        if (report.ToFailure() is { } failure) throw failure;
        if (_request.TrustSigner is not null) await signers.TrustAsync(report.Bundle.Signer, report.Bundle.Manifest.Source.Account, cancellationToken);
        try
        {
            var there = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            await foreach (var product in Marketplace.ListDownloadedAsync(cancellationToken))
            {
                if (product.Properties.ProvisioningState is null or "Succeeded") there.Add(ProductSelection.IdOf(product));
            }

            return new ImportPlan(report, Choose(report.Bundle.Manifest), there);
        }
        catch (ArmException refused)
        {
            throw FailureTranslation.Translate(refused);
        }
    }

    /// <summary>Does what a plan says.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="termsAccepted">The account accepts the terms that nobody has accepted yet.</param>
    /// <param name="progress">Told as content is sent and items end.</param>
    /// <param name="cancellationToken">Ends it; what was sent stays at the stamp for the next run.</param>
    /// <exception cref="CataloguedException">Terms are open (AZR6063).</exception>
    public async Task<ImportOutcome> RunAsync(ImportPlan plan, bool termsAccepted, IProgress<BundleProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (!termsAccepted && plan.WantingTerms.Select(item => item.Name).ToList() is { Count: > 0 } open)
            throw new CataloguedException(ErrorCatalogue.LegalTermsNotAccepted, $"{open.Count} item{(open.Count == 1 ? "" : "s")}: {string.Join(", ", open.Take(20))}");
        var meter = new TransferMeter(progress, plan.Items.Count, plan.BytesToImport);
        var results = new ConcurrentDictionary<string, ItemResult>(StringComparer.OrdinalIgnoreCase);
        // What others need goes first; within a rank the order does not matter.
        foreach (var rank in Ranks(plan.Items))
        {
            await Parallel.ForEachAsync(rank, new ParallelOptions { MaxDegreeOfParallelism = ItemsAtOnce, CancellationToken = cancellationToken }, async (item, cancellation) =>
            {
                results[item.Name] = await ImportAsync(plan, item, results, meter, cancellation);
                meter.EndItem(item.Name);
            });
        }

        return new ImportOutcome([.. plan.Items.Select(item => results[item.Name])], meter.Bytes);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _content.Dispose();
        _session?.Dispose();
    }

    private static async Task<MarketplaceImport> OpenAsync(
        OperatorContext context, SignedInStamp stamp, ImportRequest request, AzureSession? session, CancellationToken cancellationToken) =>
        await stamp.Admin.StampAdmin.TryGetActivationAsync(stamp.SubscriptionId, cancellationToken) is null
            ? throw new CataloguedException(ErrorCatalogue.StampTakesNoItems, $"{stamp.Name} has no activation.")
            : new MarketplaceImport(context, request, stamp, session);

    private async Task<ItemResult> ImportAsync(
        ImportPlan plan, BundleProduct item, ConcurrentDictionary<string, ItemResult> results, TransferMeter meter, CancellationToken cancellationToken)
    {
        var bytes = plan.BytesOf(item);
        if (plan.InPlace.Contains(item.Name)) return new(item.Name, ItemOutcome.InPlace, bytes);
        if ((item.DependsOn ?? []).FirstOrDefault(need => results.TryGetValue(need, out var other) && other.Failure is not null) is { } missing)
            return new(item.Name, ItemOutcome.Left, bytes, new CataloguedException(ErrorCatalogue.ImportIncomplete, $"It needs '{missing}', which was not imported."));
        try
        {
            foreach (var file in plan.Files(item)) await _content.SendAsync(file, meter, cancellationToken);
            await Marketplace.ImportAsync(item.Name, OnStamp(item), cancellationToken);
            return new(item.Name, ItemOutcome.Done, bytes);
        }
        catch (CataloguedException failure)
        {
            return new(item.Name, ItemOutcome.Failed, bytes, failure);
        }
        catch (ArmException refused)
        {
            return new(item.Name, ItemOutcome.Failed, bytes, FailureTranslation.Translate(refused));
        }
    }

    /// <summary>The item with its content where it was uploaded to.</summary>
    private ProductProperties OnStamp(BundleProduct item)
    {
        var details = BundleContent.Map(item.Details, Uploaded);
        return item.Properties with
        {
            IconUris = BundleContent.Map(item.Properties.IconUris, Uploaded),
            ProductKind = item.Properties.ProductKind ?? details.ProductKind,
            GalleryPackageBlobSasUri = details.GalleryPackageBlobSasUri,
            ProductDetailsProperties = details.Properties,
        };
    }

    private string Uploaded(string reference) => _stamp.Admin.Uploads.AddressOf(BundleContent.HashOf(reference)!).AbsoluteUri;

    private List<BundleProduct> Choose(BundleManifest manifest)
    {
        if (_request.Select.Count == 0) return [.. manifest.Products];
        // The list is one of products, so the same words choose as at an export.
        var listed = manifest.Products.Select(one => new Product("", one.Name, "", one.Properties)).ToList();
        var chosen = new ProductSelection { Ids = _request.Select }.Choose(listed).Select(one => one.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        for (var before = -1; before < chosen.Count;)
        {
            before = chosen.Count;
            chosen.UnionWith(manifest.Products.Where(one => chosen.Contains(one.Name)).SelectMany(one => one.DependsOn ?? []));
        }

        return [.. manifest.Products.Where(one => chosen.Contains(one.Name))];
    }

    /// <summary>Items in ranks: each needs only such of earlier ranks, or such as go round in a circle.</summary>
    private static IEnumerable<List<BundleProduct>> Ranks(IReadOnlyList<BundleProduct> items)
    {
        var left = items.ToList();
        while (left.Count > 0)
        {
            var names = left.Select(one => one.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var rank = left.Where(one => (one.DependsOn ?? []).All(need => !names.Contains(need) || need.Equals(one.Name, StringComparison.OrdinalIgnoreCase))).ToList();
            if (rank.Count == 0) rank = [.. left];
            yield return rank;
            var ranked = rank.Select(one => one.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            left.RemoveAll(one => ranked.Contains(one.Name));
        }
    }
}
