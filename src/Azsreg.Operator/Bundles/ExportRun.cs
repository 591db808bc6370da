using System.Collections.Concurrent;
using Azsreg.Protocol;

namespace Azsreg.Operator.Bundles;

/// <summary>One run of an export: fetches, then takes what is whole into the bundle and signs it.</summary>
internal sealed class ExportRun(BundleFolder folder, BundleManifest? former, ContentFetch content, BundleSigners signers, TimeProvider clock)
{
    private const int ItemsAtOnce = 4;

    private static readonly string CreatedBy = "azsreg " + typeof(ExportRun).Assembly.GetName().Version?.ToString(3);

    public async Task<ExportOutcome> RunAsync(ExportPlan plan, IProgress<BundleProgress>? progress, CancellationToken cancellationToken)
    {
        using var hold = Take();
        try
        {
            return await RunAloneAsync(plan, hold, progress, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw BundleFolder.NotWritten(folder.FullPath, failure);
        }
    }

    private async Task<ExportOutcome> RunAloneAsync(ExportPlan plan, FileStream hold, IProgress<BundleProgress>? progress, CancellationToken cancellationToken)
    {
        var meter = new TransferMeter(progress, plan.Items.Count, plan.BytesToFetch);
        var made = new ConcurrentDictionary<string, (BundleProduct Product, List<BundleFile> Files)>(StringComparer.OrdinalIgnoreCase);
        var failed = new ConcurrentDictionary<string, CataloguedException>(StringComparer.OrdinalIgnoreCase);
        await Parallel.ForEachAsync(plan.Items, new ParallelOptions { MaxDegreeOfParallelism = ItemsAtOnce, CancellationToken = cancellationToken }, async (item, cancellation) =>
        {
            try
            {
                if (item.Failure is not null) throw item.Failure;
                made[item.Name] = await FetchAsync(item, plan, meter, cancellation);
            }
            catch (CataloguedException failure)
            {
                failed[item.Name] = failure;
            }
            catch (Exception failure) when (failure is ArmException)
            {
                failed[item.Name] = Registration.FailureTranslation.Translate(failure);
            }

            meter.EndItem(item.Name);
        });

        var left = Left(plan, made, failed);
        var manifest = Commit(plan, [.. made.Where(one => !left.ContainsKey(one.Key)).Select(one => one.Value)], hold, keepUnfinished: !failed.IsEmpty);
        return new ExportOutcome(folder.FullPath, manifest, signers.Own(), [.. plan.Items.Select(Result)], meter.Bytes);

        ItemResult Result(ExportItem item) =>
            failed.TryGetValue(item.Name, out var failure) ? new(item.Name, ItemOutcome.Failed, item.Bytes, failure)
            : left.TryGetValue(item.Name, out var needed) ? new(item.Name, ItemOutcome.Left, item.Bytes, needed)
            : new(item.Name, item.BytesToFetch == 0 && IsKnown(item.Name) ? ItemOutcome.InPlace : ItemOutcome.Done, item.Bytes);
    }

    private bool IsKnown(string name) => former?.Products.Any(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) == true;

    private async Task<(BundleProduct, List<BundleFile>)> FetchAsync(ExportItem item, ExportPlan plan, TransferMeter meter, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, BundleFile>(StringComparer.Ordinal);
        foreach (var source in item.Content) files[source.Address] = await content.FetchAsync(source, meter, cancellationToken);
        var icons = new Dictionary<string, BundleFile?>(StringComparer.Ordinal);
        foreach (var icon in BundleContent.References(item.Properties.IconUris)) icons[icon] = await content.TryFetchIconAsync(icon, cancellationToken);
        var product = new BundleProduct
        {
            Name = item.Name,
            // What is said of the stamp that asked, and of where a download stands, is not the item's.
            Properties = item.Properties with
            {
                IconUris = BundleContent.Map(item.Properties.IconUris, icon => icons[icon] is { } file ? BundleContent.Reference(file.Sha256) : null),
                Compatibility = null,
                ProvisioningState = null,
            },
            Details = BundleContent.Map(item.Details!, link => BundleContent.Reference(files[ContentSource.AddressOf(link)].Sha256)),
            DependsOn = item.Details!.Properties.DependentProducts,
            Terms = item.WantsTerms ? new BundleTerms(plan.Source.Account, clock.GetUtcNow()) : TermsOf(item.Name),
        };
        return (product, [.. files.Values, .. icons.Values.OfType<BundleFile>()]);
    }

    private BundleTerms? TermsOf(string name) => former?.Products.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Terms;

    /// <summary>An item without what it needs would fail at the stamp, where nobody can fetch it.</summary>
    private static Dictionary<string, CataloguedException> Left(
        ExportPlan plan, ConcurrentDictionary<string, (BundleProduct Product, List<BundleFile> Files)> made, ConcurrentDictionary<string, CataloguedException> failed)
    {
        var left = new Dictionary<string, CataloguedException>(StringComparer.OrdinalIgnoreCase);
        for (var before = -1; before < left.Count;)
        {
            before = left.Count;
            foreach (var item in plan.Items.Where(item => made.ContainsKey(item.Name) && !left.ContainsKey(item.Name)))
            {
                if ((item.Details!.Properties.DependentProducts ?? []).FirstOrDefault(need => failed.ContainsKey(need) || left.ContainsKey(need)) is { } need)
                    left[item.Name] = new CataloguedException(ErrorCatalogue.ExportIncomplete, $"It needs '{need}', which was not exported.");
            }
        }

        return left;
    }

    /// <summary>Content first, then the manifest, in one step; only then what no manifest names any more goes.</summary>
    private BundleManifest? Commit(ExportPlan plan, List<(BundleProduct Product, List<BundleFile> Files)> made, FileStream hold, bool keepUnfinished)
    {
        var names = made.Select(one => one.Product.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var kept = (former?.Products ?? []).Where(one => !names.Contains(one.Name) && AreHere(one)).ToList();
        var keptContent = kept.SelectMany(BundleContent.References).ToHashSet(StringComparer.Ordinal);
        var files = made.SelectMany(one => one.Files)
            .Concat((former?.Files ?? []).Where(file => keptContent.Contains(BundleContent.Reference(file.Sha256))))
            .DistinctBy(file => file.Sha256, StringComparer.Ordinal).OrderBy(file => file.Path, StringComparer.Ordinal).ToList();
        BundleProduct[] products = [.. kept.Concat(made.Select(one => one.Product)).OrderBy(one => one.Name, StringComparer.OrdinalIgnoreCase)];
        if (products.Length == 0) return null;

        foreach (var file in files) content.TakeIn(file);
        var manifest = new BundleManifest
        {
            FormatVersion = BundleManifest.CurrentFormat,
            Created = clock.GetUtcNow(),
            CreatedBy = CreatedBy,
            Source = plan.Source,
            Products = products,
            Files = files,
        };
        using (var key = signers.OpenKey()) folder.WriteManifest(BundleManifestCodec.Encode(manifest, key));
        Sweep(files);
        if (!keepUnfinished)
        {
            hold.Dispose();
            Directory.Delete(folder.UnfinishedPath, recursive: true);
        }

        return manifest;
    }

    private bool AreHere(BundleProduct product)
    {
        var needed = BundleContent.References(product).ToHashSet(StringComparer.Ordinal);
        return former!.Files.Where(file => needed.Contains(BundleContent.Reference(file.Sha256))).All(file => File.Exists(folder.PlaceOf(file.Path)));
    }

    /// <summary>Content of versions that were replaced, and what a run left that ended before its manifest.</summary>
    private void Sweep(List<BundleFile> named)
    {
        var wanted = named.Select(file => folder.PlaceOf(file.Path)).ToHashSet(StringComparer.Ordinal);
        foreach (var shelf in new DirectoryInfo(Path.Combine(folder.FullPath, "content")) is { Exists: true } all ? all.EnumerateDirectories().Where(one => !BundleFolder.IsLink(one)) : [])
        {
            foreach (var file in shelf.EnumerateFiles().Where(file => BundleFile.IsSha256(file.Name) && !wanted.Contains(file.FullName))) file.Delete();
        }
    }

    /// <summary>The folder's hold for one export; the system gives it free when the process ends, however it ends.</summary>
    private FileStream Take()
    {
        BundleFolder.Guarded(folder.UnfinishedPath, () => Directory.CreateDirectory(folder.UnfinishedPath));
        try
        {
            return new FileStream(Path.Combine(folder.UnfinishedPath, "export.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException held)
        {
            throw new CataloguedException(ErrorCatalogue.BundleInUse, $"'{folder.FullPath}' is being written by another export.", inner: held);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw BundleFolder.NotWritten(folder.UnfinishedPath, refused);
        }
    }
}
