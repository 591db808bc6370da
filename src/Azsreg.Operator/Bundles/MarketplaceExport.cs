using System.Collections.Concurrent;
using Azsreg.AzureClient;
using Azsreg.Operator.Offline;
using Azsreg.Operator.Registration;
using Azsreg.Operator.SignIn;
using Azsreg.Protocol;

namespace Azsreg.Operator.Bundles;

/// <summary>
/// Exports marketplace items of a registration into a folder to be carried to a stamp. Only Azure is needed. An export that was ended by
/// anything is gone on with by the next one into the same folder.
/// </summary>
public sealed class MarketplaceExport : IDisposable
{
    private const int AskedAtOnce = 8;

    private readonly OperatorContext _context;
    private readonly ExportRequest _request;
    private readonly AzureSession _azure;
    private readonly Protocol.Registration _registration;
    private readonly BundleFolder _folder;
    private readonly BundleManifest? _former;
    private readonly BlobClient _blobs;
    private readonly ContentLinks _links;
    private readonly ContentFetch _content;

    private MarketplaceExport(OperatorContext context, ExportRequest request, AzureSession azure, Protocol.Registration registration, BundleFolder folder, BundleManifest? former)
    {
        (_context, _request, _azure, _registration, _folder, _former) = (context, request, azure, registration, folder, former);
        // Content lies on other hosts than the Resource Manager, and no token of it is sent there.
        _blobs = new BlobClient(context.Connect(context.Environments.Get(azure.Environment.Name).TrustedAuthorities));
        _links = new ContentLinks(azure.Arm, ArmResourceId.Parse(registration.Id));
        _content = new ContentFetch(folder, former, _blobs, _links);
    }

    /// <summary>Finds the registration and looks at the folder; nothing is changed.</summary>
    /// <exception cref="CataloguedException">Nobody is signed in, there is no such registration (AZR2108, AZR2120), or the folder holds something else (AZR6080).</exception>
    public static async Task<MarketplaceExport> OpenAsync(OperatorContext context, ExportRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(request);
        if (!request.Selection.IsGiven)
            throw new CataloguedException(ErrorCatalogue.InvalidOption, "Say which items: --all, --select, --kind, --publisher or --text.", ["azsreg marketplace list --from-azure"]);
        var azure = context.OpenAzure(request.Environment, request.Subscription);
        try
        {
            var registration = await FindRegistrationAsync(context, azure, request, cancellationToken);
            var folder = BundleFolder.At(request.Folder);
            return new MarketplaceExport(context, request, azure, registration, folder, FormerOf(folder, registration, new BundleSigners(context.Folder, context.Clock)));
        }
        catch
        {
            azure.Dispose();
            throw;
        }
    }

    /// <summary>Asks Azure for the items, what they need and how large they are; nothing is changed.</summary>
    /// <exception cref="CataloguedException">An item is not listed (AZR6084), or Azure refuses.</exception>
    public async Task<ExportPlan> PlanAsync(IProgress<BundleProgress>? progress, CancellationToken cancellationToken)
    {
        var listed = await RegistrationReader.ListProductsAsync(_azure, _registration, cancellationToken);
        var chosen = _request.Selection.Choose(listed);
        var items = new Dictionary<string, ExportItem>(StringComparer.OrdinalIgnoreCase);
        var frontier = Missing().Select(name => (Name: name, NeededBy: (string?)null)).Concat(chosen.Select(one => (Name: ProductSelection.IdOf(one), NeededBy: (string?)null))).ToList();
        while (frontier.Count > 0)
        {
            var read = new ConcurrentBag<ExportItem>();
            var meter = new TransferMeter(progress, items.Count + frontier.Count, 0);
            await Parallel.ForEachAsync(
                frontier.Where(one => !items.ContainsKey(one.Name)).DistinctBy(one => one.Name, StringComparer.OrdinalIgnoreCase),
                new ParallelOptions { MaxDegreeOfParallelism = AskedAtOnce, CancellationToken = cancellationToken },
                async (one, cancellation) =>
                {
                    read.Add(await ReadAsync(listed, one.Name, one.NeededBy, cancellation));
                    meter.EndItem(one.Name);
                });
            foreach (var item in read) items[item.Name] = item;
            frontier = [.. read.SelectMany(item => Needs(item, listed).Select(name => (Name: name, NeededBy: (string?)item.Name))).Where(one => !items.ContainsKey(one.Name))];
        }

        var contents = items.Values.SelectMany(item => item.Content).DistinctBy(source => source.Address, StringComparer.Ordinal);
        return new ExportPlan(
            _folder.FullPath, Source(), [.. items.Values.OrderBy(item => item.NeededBy is not null).ThenBy(item => item.Name, StringComparer.OrdinalIgnoreCase)],
            _former?.Products.Count(one => !items.ContainsKey(one.Name)) ?? 0, contents.Sum(_content.BytesLeft), _folder.FreeBytes());
    }

    /// <summary>Does what a plan says.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="termsAccepted">The account accepts the terms of all items that want it.</param>
    /// <param name="progress">Told as content arrives.</param>
    /// <param name="cancellationToken">Ends it; what has arrived stays for the next run.</param>
    /// <exception cref="CataloguedException">There is no room (AZR6082), terms are open (AZR6063), another export is at work there (AZR6092), or the disk fails (AZR6089).</exception>
    public Task<ExportOutcome> RunAsync(ExportPlan plan, bool termsAccepted, IProgress<BundleProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.FreeBytes is { } free && plan.BytesToFetch > free)
            throw new CataloguedException(ErrorCatalogue.BundleNoSpace, $"{plan.BytesToFetch} bytes are to be downloaded, and {free} are free at '{plan.Folder}'.");
        var open = plan.WantingTerms.Select(item => item.Name).ToList();
        if (open.Count > 0 && !termsAccepted)
            throw new CataloguedException(ErrorCatalogue.LegalTermsNotAccepted, $"{open.Count} item{(open.Count == 1 ? "" : "s")}: {string.Join(", ", open.Take(20))}{(open.Count > 20 ? " …" : "")}");
        return new ExportRun(_folder, _former, _content, new BundleSigners(_context.Folder, _context.Clock), _context.Clock).RunAsync(plan, progress, cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _content.Dispose();
        _azure.Dispose();
    }

    private static async Task<Protocol.Registration> FindRegistrationAsync(OperatorContext context, AzureSession azure, ExportRequest request, CancellationToken cancellationToken)
    {
        if (request.RegistrationName is null && request.CloudId is null)
            return await RegistrationReader.GetAsync(azure, request.ResourceGroup, null, cancellationToken);
        var target = new RegistrationTarget { Name = request.RegistrationName, ResourceGroup = request.ResourceGroup, CloudId = request.CloudId };
        using var others = OfflineAzure.Open(context, request.Environment, request.Subscription);
        var search = new RegistrationSearch(target, "azsreg marketplace export", others.Side, others);
        try
        {
            return await search.TryFindAsync(cancellationToken) ?? throw await search.NotFoundAsync(azure.Subscription!.Name, cancellationToken);
        }
        catch (ArmException refused)
        {
            throw FailureTranslation.Translate(refused);
        }
    }

    /// <summary>The bundle that is there already; null for none. Anything else in the folder is somebody's, and is left alone.</summary>
    private static BundleManifest? FormerOf(BundleFolder folder, Protocol.Registration registration, BundleSigners signers)
    {
        if (folder.TryReadManifest() is not { } former)
        {
            var foreign = BundleFolder.Guarded(folder.FullPath, () => Directory.Exists(folder.FullPath) && !Directory.Exists(folder.UnfinishedPath)
                ? new DirectoryInfo(folder.FullPath).EnumerateFileSystemInfos().FirstOrDefault(entry => !BundleFolder.IsDropping(entry.Name))
                : null);
            return foreign is null ? null : throw InTheWay(folder, $"holds '{foreign.Name}' and no bundle");
        }

        if (!former.IsSignatureWhole || BundleRules.Check(former.Manifest).Count > 0) throw InTheWay(folder, "holds a bundle whose manifest is not whole");
        if (former.Signer != signers.Own()) throw InTheWay(folder, $"holds a bundle signed by {former.Signer.Fingerprint}, which is not this data folder");
        return string.Equals(former.Manifest.Source.RegistrationId, registration.Id, StringComparison.OrdinalIgnoreCase)
            ? former.Manifest
            : throw InTheWay(folder, $"holds a bundle of another registration, {former.Manifest.Source.RegistrationId}");
    }

    private static CataloguedException InTheWay(BundleFolder folder, string what) => new(ErrorCatalogue.BundleInTheWay, $"'{folder.FullPath}' {what}.");

    /// <summary>Items of the former bundle of which a file is gone: they are fetched again.</summary>
    private IEnumerable<string> Missing()
    {
        if (_former is null) return [];
        var gone = _former.Files.Where(file => new FileInfo(_folder.PlaceOf(file.Path)) is var there && !(there.Exists && there.Length == file.Size))
            .Select(file => BundleContent.Reference(file.Sha256)).ToHashSet(StringComparer.Ordinal);
        return _former.Products.Where(product => BundleContent.References(product).Any(gone.Contains)).Select(product => product.Name);
    }

    private async Task<ExportItem> ReadAsync(IReadOnlyList<Product> listed, string name, string? neededBy, CancellationToken cancellationToken)
    {
        var product = ProductSelection.Find(listed, name);
        var item = new ExportItem { Name = product is null ? name : ProductSelection.IdOf(product), Properties = product?.Properties ?? new(), Bytes = product?.Properties.PayloadLength ?? 0, BytesToFetch = 0, NeededBy = neededBy };
        if (product is null)
            return item with { Failure = new CataloguedException(ErrorCatalogue.ProductNotListed, $"'{name}' is not listed any more; a file of it is gone from the folder.") };
        try
        {
            // Lists may leave the description out, and a bundle brings it along.
            if (product.Properties.Description is null)
                product = await _azure.Arm.Registrations.TryGetProductAsync(ArmResourceId.Parse(_registration.Id), item.Name, cancellationToken) ?? product;
            var details = await _links.ReadAsync(item.Name, cancellationToken);
            var content = new List<ContentSource>();
            foreach (var link in BundleContent.References(details).DistinctBy(ContentSource.AddressOf, StringComparer.Ordinal))
            {
                var told = await _links.UseAsync(item.Name, ContentSource.AddressOf(link), one => _blobs.GetPropertiesAsync(one, cancellationToken), cancellationToken);
                content.Add(new ContentSource(item.Name, link, told));
            }

            return item with
            {
                Properties = product.Properties,
                Details = details,
                Content = content,
                Bytes = content.Sum(source => source.Told.Length),
                BytesToFetch = content.Sum(_content.BytesLeft),
                WantsTerms = !string.IsNullOrWhiteSpace(product.Properties.LegalTerms) && Former(item.Name)?.Terms is null,
                NotListed = [.. (details.Properties.DependentProducts ?? []).Where(need => ProductSelection.Find(listed, need) is null)],
            };
        }
        catch (Exception failure) when (failure is CataloguedException or ArmException)
        {
            return item with { Failure = FailureTranslation.Translate(failure) };
        }
    }

    private BundleProduct? Former(string name) => _former?.Products.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Needs(ExportItem item, IReadOnlyList<Product> listed) =>
        (item.Details?.Properties.DependentProducts ?? []).Select(need => ProductSelection.Find(listed, need)).OfType<Product>().Select(ProductSelection.IdOf);

    private BundleSource Source() => new(
        _azure.Environment.Name, _azure.Arm.Root.AbsoluteUri, _registration.Id, _registration.Properties.CloudId, _azure.Account.Name);
}
