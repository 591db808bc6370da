using System.Security.Cryptography;
using Azsreg.Operator.Bundles;
using Azsreg.Operator.Marketplace;
using Azsreg.Protocol;

namespace Azsreg.Operator.Tests.Bundles;

/// <summary>An export over real TLS, with everything on the way that can go wrong.</summary>
public sealed class MarketplaceExportTests : IAsyncLifetime
{
    private const int Block = 4 * 1024 * 1024;
    private BundleRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await BundleRig.StartAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Run_ItemThatNeedsAnother_BringsItAlongOnceAndWhole()
    {
        _rig.Add("contoso.base-1.0");
        var item = _rig.Add("contoso.app-2.0");
        _rig.Marketplace.Items[1] = item with { Needs = ["contoso.base-1.0"] };

        var outcome = await _rig.ExportAsync(new ProductSelection { Ids = ["contoso.app"] });

        outcome.Items.Select(one => (one.Name, one.State)).ShouldBe([("contoso.app-2.0", ItemOutcome.Done), ("contoso.base-1.0", ItemOutcome.Done)]);
        (await File.ReadAllBytesAsync(_rig.PlaceOf(item.Archive))).ShouldBe(item.Archive);
        var report = await _rig.VerifyAsync();
        report.Problems.ShouldBeEmpty();
        report.SignerName.ShouldBe("this data folder");
        var product = report.Bundle.Manifest.Products.Single(one => one.Name == "contoso.app-2.0");
        product.DependsOn.ShouldBe(["contoso.base-1.0"]);
        product.Properties.Description.ShouldBe("What it does");
        product.Terms!.AcceptedBy.ShouldBe("owner@contoso.onmicrosoft.com");
        report.Bundle.Manifest.Source.RegistrationId.ShouldBe(FakeMarketplace.Registration);
        (await File.ReadAllTextAsync(Path.Combine(_rig.Bundle, "manifest.json"))).ShouldNotContain("secret-");
    }

    [Fact]
    public async Task Run_Again_FetchesNothing()
    {
        _rig.Add("contoso.app-1.0");
        await _rig.ExportAsync();
        _rig.Marketplace.Ranges.Clear();

        var outcome = await _rig.ExportAsync(accept: false);

        outcome.Items.ShouldHaveSingleItem().State.ShouldBe(ItemOutcome.InPlace);
        _rig.Marketplace.Ranges.ShouldBeEmpty();
        outcome.Manifest!.Products[0].Terms.ShouldNotBeNull("what was accepted is not asked again");
    }

    [Fact]
    public async Task Run_SecondSelection_IsAddedToTheBundle()
    {
        _rig.Add("contoso.one-1.0");
        _rig.Add("contoso.two-1.0");
        await _rig.ExportAsync(new ProductSelection { Ids = ["contoso.one-1.0"] });

        await _rig.ExportAsync(new ProductSelection { Filter = new MarketplaceFilter { Text = "two" } });

        (await _rig.VerifyAsync()).Bundle.Manifest.Products.Select(one => one.Name).ShouldBe(["contoso.one-1.0", "contoso.two-1.0"]);
    }

    [Fact]
    public async Task Run_FaultsOnTheWay_EndsWhole()
    {
        var item = _rig.Add("contoso.app-1.0", (3 * Block) + 17);
        _rig.Marketplace.Fault = nth => nth switch { 1 => "503", 2 => "cut", 3 => "corrupt", 4 => "expired", 5 => "429", _ => null };

        var outcome = await _rig.ExportAsync();

        outcome.ToFailure().ShouldBeNull();
        _rig.Marketplace.LinksGiven.ShouldBe(2, "an expired link is renewed once for all ranges");
        SHA256.HashData(await File.ReadAllBytesAsync(_rig.PlaceOf(item.Archive))).ShouldBe(SHA256.HashData(item.Archive));
    }

    [Fact]
    public async Task Run_InterruptedInTheMiddle_GoesOnAtTheLastWholeBlock()
    {
        var item = _rig.Add("contoso.app-1.0", 5 * Block);
        using var interruption = new CancellationTokenSource();
        // The package and three blocks of the archive can arrive; Ctrl-C comes when the first one is on the disk.
        _rig.Marketplace.Before = (nth, gone) => nth <= 4 ? Task.CompletedTask : Task.Delay(Timeout.Infinite, gone).ContinueWith(_ => { }, TaskScheduler.Default);
        var watch = new Watch(progress =>
        {
            if (progress.BytesDone >= Block) interruption.Cancel();
        });
        await Should.ThrowAsync<OperationCanceledException>(() => _rig.ExportAsync(progress: watch, cancellation: interruption.Token));
        File.Exists(Path.Combine(_rig.Bundle, "manifest.json")).ShouldBeFalse();
        (await Should.ThrowAsync<CataloguedException>(() => _rig.VerifyAsync())).Detail.ShouldContain("has not ended");
        var kept = Directory.EnumerateFiles(_rig.Bundle, "*.blocks", SearchOption.AllDirectories).Sum(journal => File.ReadAllLines(journal).Length - 1);
        _rig.Marketplace.Before = (_, _) => Task.CompletedTask;
        _rig.Marketplace.Ranges.Clear();

        (await _rig.ExportAsync()).ToFailure().ShouldBeNull();

        kept.ShouldBeInRange(1, 3);
        // A request of the first run may have reached the server late; it was for none of the blocks kept.
        _rig.Marketplace.Ranges.Where(range => range.Contains(".zip", StringComparison.Ordinal)).Distinct().Count().ShouldBe(5 - kept);
        (await File.ReadAllBytesAsync(_rig.PlaceOf(item.Archive))).ShouldBe(item.Archive);
        Directory.Exists(Path.Combine(_rig.Bundle, "unfinished")).ShouldBeFalse();
        (await _rig.VerifyAsync()).Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_JournalAheadOfTheDisk_FetchesAllOnceMore()
    {
        // As power that fails can leave it: the journal tells of a block that never reached the disk.
        var item = _rig.Add("contoso.app-1.0", 2 * Block);
        using (var export = await _rig.OpenExportAsync())
        {
            var plan = await export.PlanAsync(null, default);
            _rig.Marketplace.Fault = nth => nth > 2 ? "404" : null;
            await export.RunAsync(plan, true, null, default);
        }

        var draft = Directory.EnumerateFiles(_rig.Bundle, "*.part", SearchOption.AllDirectories).Single();
        var bytes = await File.ReadAllBytesAsync(draft);
        Array.Clear(bytes);
        await File.WriteAllBytesAsync(draft, bytes);
        _rig.Marketplace.Fault = _ => null;

        (await _rig.ExportAsync()).ToFailure().ShouldBeNull();

        (await File.ReadAllBytesAsync(_rig.PlaceOf(item.Archive))).ShouldBe(item.Archive);
    }

    [Fact]
    public async Task Run_NoSha256AsOnRealAzure_ChecksAndKnowsContentByMd5()
    {
        _rig.Marketplace.TellsSha256 = false;
        var item = _rig.Add("contoso.app-1.0");
        await _rig.ExportAsync();
        _rig.Marketplace.Ranges.Clear();

        await _rig.ExportAsync();

        _rig.Marketplace.Ranges.ShouldBeEmpty();
        var file = (await _rig.VerifyAsync()).Bundle.Manifest.Files.Single(one => one.Size == item.Archive.Length);
        file.ContentMd5.ShouldBe(Convert.ToBase64String(FakeMarketplace.Md5(item.Archive)));
        File.Exists(_rig.PlaceOf(item.Archive)).ShouldBeTrue();
    }

    [Fact]
    public async Task Run_OneItemFails_OthersAreExportedAndWhatNeedsItIsLeft()
    {
        var bad = _rig.Add("contoso.bad-1.0");
        _rig.Marketplace.Items.Add(_rig.Add("contoso.needs-1.0") with { Needs = [bad.Id] });
        _rig.Marketplace.Items.RemoveAt(1);
        _rig.Add("contoso.good-1.0");
        using var export = await _rig.OpenExportAsync();
        var plan = await export.PlanAsync(null, default);
        _rig.Marketplace.Items[0] = bad with { Archive = [.. bad.Archive.Reverse()] };

        var outcome = await export.RunAsync(plan, true, null, default);

        outcome.Items.ToDictionary(one => one.Name, one => one.State).ShouldBe(
            new Dictionary<string, ItemOutcome> { ["contoso.bad-1.0"] = ItemOutcome.Failed, ["contoso.good-1.0"] = ItemOutcome.Done, ["contoso.needs-1.0"] = ItemOutcome.Left }, ignoreOrder: true);
        outcome.Items.Single(one => one.Name == bad.Id).Failure!.Entry.Code.ShouldBe("AZR6081");
        outcome.ToFailure()!.Detail.ShouldContain("contoso.needs-1.0");
        var report = await _rig.VerifyAsync();
        report.Problems.ShouldBeEmpty();
        report.HasUnfinishedExport.ShouldBeTrue();
        report.Bundle.Manifest.Products.ShouldHaveSingleItem().Name.ShouldBe("contoso.good-1.0");
    }

    [Fact]
    public async Task Run_FileGoneFromTheBundle_IsFetchedAgain()
    {
        var item = _rig.Add("contoso.app-1.0");
        _rig.Add("contoso.other-1.0");
        await _rig.ExportAsync();
        File.Delete(_rig.PlaceOf(item.Archive));

        await _rig.ExportAsync(new ProductSelection { Ids = ["contoso.other-1.0"] });

        (await _rig.VerifyAsync()).Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Plan_ItemReplacedByAnotherVersionOfItsContent_SweepsTheFormer()
    {
        var item = _rig.Add("contoso.app-1.0");
        await _rig.ExportAsync();
        _rig.Marketplace.Items[0] = item with { Archive = [1, 2, 3] };

        await _rig.ExportAsync();

        File.Exists(_rig.PlaceOf(item.Archive)).ShouldBeFalse();
        (await _rig.VerifyAsync()).Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_TermsNotAccepted_ChangesNothing()
    {
        _rig.Add("contoso.app-1.0");

        var failure = await Should.ThrowAsync<CataloguedException>(() => _rig.ExportAsync(accept: false));

        failure.Entry.ShouldBe(ErrorCatalogue.LegalTermsNotAccepted);
        failure.Detail.ShouldContain("contoso.app-1.0");
        Directory.Exists(_rig.Bundle).ShouldBeFalse();
    }

    [Fact]
    public async Task Run_NotEnoughSpace_ChangesNothing()
    {
        _rig.Add("contoso.app-1.0");
        using var export = await _rig.OpenExportAsync();
        var plan = await export.PlanAsync(null, default);

        var failure = await Should.ThrowAsync<CataloguedException>(() => export.RunAsync(plan with { FreeBytes = plan.BytesToFetch - 1 }, true, null, default));

        failure.Entry.ShouldBe(ErrorCatalogue.BundleNoSpace);
        Directory.Exists(_rig.Bundle).ShouldBeFalse();
    }

    [Fact]
    public async Task Plan_VersionThatWasWithdrawn_NamesThoseThereAre()
    {
        _rig.Add("contoso.app-1.9");
        _rig.Add("contoso.app-1.10");

        using var export = await _rig.OpenExportAsync(new ProductSelection { Ids = ["contoso.app-1.8"] });
        var failure = await Should.ThrowAsync<CataloguedException>(() => export.PlanAsync(null, default));

        failure.Entry.ShouldBe(ErrorCatalogue.ProductNotListed);
        failure.Detail.ShouldContain("contoso.app-1.10, contoso.app-1.9");
    }

    [Fact]
    public async Task Plan_All_LeavesOutWhatIsNotCompatibleUnlessNamed()
    {
        _rig.Add("contoso.app-1.0");
        _rig.Marketplace.Items.Add(_rig.Add("contoso.newer-1.0") with { IsCompatible = false });
        _rig.Marketplace.Items.RemoveAt(1);

        using var all = await _rig.OpenExportAsync();
        using var named = await _rig.OpenExportAsync(new ProductSelection { Ids = ["contoso.newer-1.0"] });

        (await all.PlanAsync(null, default)).Items.ShouldHaveSingleItem().Name.ShouldBe("contoso.app-1.0");
        (await named.PlanAsync(null, default)).Items.ShouldHaveSingleItem().Name.ShouldBe("contoso.newer-1.0");
    }

    [Fact]
    public async Task Open_FolderWithSomethingElse_IsLeftAlone()
    {
        Directory.CreateDirectory(_rig.Bundle);
        await File.WriteAllTextAsync(Path.Combine(_rig.Bundle, "thesis.docx"), "years of work");

        var failure = await Should.ThrowAsync<CataloguedException>(() => _rig.OpenExportAsync());

        failure.Entry.ShouldBe(ErrorCatalogue.BundleInTheWay);
        failure.Detail.ShouldContain("thesis.docx");
    }

    [Fact]
    public async Task Open_BundleOfAnotherSigner_IsLeftAlone()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _rig.Add("contoso.app-1.0");
        var manifest = (await _rig.ExportAsync()).Manifest!;
        await File.WriteAllBytesAsync(Path.Combine(_rig.Bundle, "manifest.json"), BundleManifestCodec.Encode(manifest, other));

        var failure = await Should.ThrowAsync<CataloguedException>(() => _rig.OpenExportAsync());

        failure.Entry.ShouldBe(ErrorCatalogue.BundleInTheWay);
        failure.Detail.ShouldContain(BundleSigner.Of(other).Fingerprint);
    }

    [Fact]
    public async Task Run_AnotherExportIntoTheFolder_IsRefused()
    {
        _rig.Add("contoso.app-1.0");
        using var first = await _rig.OpenExportAsync();
        var plan = await first.PlanAsync(null, default);
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _rig.Marketplace.Before = (_, _) =>
        {
            reached.TrySetResult();
            return held.Task;
        };
        var running = first.RunAsync(plan, true, null, default);
        await reached.Task;

        var failure = await Should.ThrowAsync<CataloguedException>(() => _rig.ExportAsync());

        failure.Entry.ShouldBe(ErrorCatalogue.BundleInUse);
        held.SetResult();
        (await running).ToFailure().ShouldBeNull();
    }

    private sealed class Watch(Action<BundleProgress> look) : IProgress<BundleProgress>
    {
        public void Report(BundleProgress value) => look(value);
    }
}
