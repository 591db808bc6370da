using System.Security.Cryptography;
using System.Text.Json;
using Azsreg.Operator.Bundles;
using Azsreg.Protocol;

namespace Azsreg.Operator.Tests.Bundles;

/// <summary>An import over real TLS: the stamp's side is literal, and remembers what it was asked.</summary>
public sealed class MarketplaceImportTests : IAsyncLifetime
{
    private const int Block = 4 * 1024 * 1024;
    private BundleRig _rig = null!;

    private FakeMarketplace Stamp => _rig.Marketplace;

    public async ValueTask InitializeAsync() => _rig = await BundleRig.StartAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Run_Bundle_UploadsBlocksAndPutsTheItemWithItsUploads()
    {
        var item = _rig.Add("contoso.app-1.0", Block + 5);
        await _rig.ExportAsync();

        var outcome = await _rig.ImportAsync();

        outcome.Items.ShouldHaveSingleItem().State.ShouldBe(ItemOutcome.Done);
        var (package, archive) = (Hash(item.Package), Hash(item.Archive));
        var (first, second) = (Convert.ToBase64String("00000000"u8), Convert.ToBase64String("00000001"u8));
        Stamp.Uploads.Where(one => one.Contains(archive, StringComparison.Ordinal)).ShouldBe(
            [
                $"PUT block {archive} {first} True Bearer",
                $"PUT block {archive} {second} True Bearer",
                $"PUT blocklist {archive} <?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList><Latest>{first}</Latest><Latest>{second}</Latest></BlockList>",
            ], ignoreOrder: true);
        Stamp.Whole[archive].ShouldBe(item.Archive);
        var put = JsonDocument.Parse(Stamp.Downloaded[item.Id]).RootElement.GetProperty("properties");
        put.GetProperty("productKind").GetString().ShouldBe("virtualMachineExtension");
        put.GetProperty("galleryPackageBlobSasUri").GetString()!.ShouldEndWith($"/uploads/{package}");
        put.GetProperty("productDetailsProperties").GetProperty("sourceBlob").GetProperty("uri").GetString()!.ShouldEndWith($"/uploads/{archive}");
        put.GetProperty("productDetailsProperties").GetProperty("vmOsType").GetString().ShouldBe("Linux");
    }

    [Fact]
    public async Task Run_Again_SendsNothing()
    {
        _rig.Add("contoso.app-1.0");
        await _rig.ExportAsync();
        await _rig.ImportAsync();
        Stamp.Uploads.Clear();

        var outcome = await _rig.ImportAsync();

        outcome.Items.ShouldHaveSingleItem().State.ShouldBe(ItemOutcome.InPlace);
        Stamp.Uploads.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_BlocksOfAnEarlierRun_AreNotSentAgain()
    {
        var item = _rig.Add("contoso.app-1.0", (2 * Block) + 5);
        await _rig.ExportAsync();
        Stamp.Staged[Hash(item.Archive)] = new() { [Convert.ToBase64String("00000001"u8)] = item.Archive[Block..(2 * Block)] };

        (await _rig.ImportAsync()).ToFailure().ShouldBeNull();

        Stamp.Uploads.Count(one => one.StartsWith("PUT block " + Hash(item.Archive), StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task Run_BlocksOfAnEarlierRunThatAreWrong_AreAllSentOnceMore()
    {
        var item = _rig.Add("contoso.app-1.0", 2 * Block);
        await _rig.ExportAsync();
        Stamp.Staged[Hash(item.Archive)] = new() { [Convert.ToBase64String("00000001"u8)] = new byte[Block] };

        (await _rig.ImportAsync()).ToFailure().ShouldBeNull();

        Stamp.Whole[Hash(item.Archive)].ShouldBe(item.Archive);
    }

    [Fact]
    public async Task Run_OneItemRefused_OthersAreImportedAndWhatNeedsItIsLeft()
    {
        _rig.Add("contoso.bad-1.0");
        Stamp.Items.Add(_rig.Add("contoso.needs-1.0") with { Needs = ["contoso.bad-1.0"] });
        Stamp.Items.RemoveAt(1);
        _rig.Add("contoso.good-1.0");
        await _rig.ExportAsync();
        Stamp.Refused.Add("contoso.bad-1.0");

        var outcome = await _rig.ImportAsync();

        outcome.Items.Select(one => (one.Name, one.State)).ShouldBe(
            [("contoso.bad-1.0", ItemOutcome.Failed), ("contoso.good-1.0", ItemOutcome.Done), ("contoso.needs-1.0", ItemOutcome.Left)]);
        outcome.ToFailure()!.Detail.ShouldContain("ProductNotCompatible: Not for this stamp.");
        Stamp.Downloaded.Keys.ShouldBe(["contoso.good-1.0"]);
    }

    [Fact]
    public async Task Run_OneItemSelected_BringsWhatItNeedsFirst()
    {
        _rig.Add("contoso.base-1.0");
        Stamp.Items.Add(_rig.Add("contoso.app-1.0") with { Needs = ["contoso.base-1.0"] });
        Stamp.Items.RemoveAt(1);
        _rig.Add("contoso.other-1.0");
        await _rig.ExportAsync();

        var outcome = await _rig.ImportAsync("contoso.app");

        outcome.Items.Select(one => one.Name).ShouldBe(["contoso.app-1.0", "contoso.base-1.0"]);
        Stamp.Downloaded.Keys.Order(StringComparer.Ordinal).ShouldBe(["contoso.app-1.0", "contoso.base-1.0"]);
    }

    [Fact]
    public async Task Open_StampThatIsNotRegistered_IsTold()
    {
        Stamp.IsActivated = false;

        (await Should.ThrowAsync<CataloguedException>(() => _rig.ImportAsync())).Entry.ShouldBe(ErrorCatalogue.StampTakesNoItems);
    }

    [Fact]
    public async Task Plan_FlippedByte_SendsNothing()
    {
        var item = _rig.Add("contoso.app-1.0");
        await _rig.ExportAsync();
        var bytes = await File.ReadAllBytesAsync(_rig.PlaceOf(item.Archive));
        bytes[10] ^= 4;
        await File.WriteAllBytesAsync(_rig.PlaceOf(item.Archive), bytes);

        var failure = await Should.ThrowAsync<CataloguedException>(() => _rig.ImportAsync());

        failure.Entry.ShouldBe(ErrorCatalogue.BundleFileAltered);
        failure.Detail.ShouldContain(Hash(item.Archive));
        Stamp.Uploads.ShouldBeEmpty();
    }

    [Fact]
    public async Task Plan_SignerNamed_IsTrustedFromThenOn()
    {
        _rig.Add("contoso.app-1.0");
        var manifest = (await _rig.ExportAsync()).Manifest!;
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllBytesAsync(Path.Combine(_rig.Bundle, "manifest.json"), BundleManifestCodec.Encode(manifest, other));
        (await Should.ThrowAsync<CataloguedException>(() => _rig.ImportAsync())).Entry.ShouldBe(ErrorCatalogue.BundleSignerNotTrusted);
        var request = new ImportRequest { Folder = _rig.Bundle, TrustSigner = BundleSigner.Of(other).Fingerprint };

        using (var import = await MarketplaceImport.OpenAsync(_rig.Context, _rig.Context.Stamps.Get("Lab"), request, default))
            await import.PlanAsync(null, default);

        (await _rig.ImportAsync()).ToFailure().ShouldBeNull();
    }

    [Fact]
    public async Task Run_TermsNobodyAccepted_AreAskedFor()
    {
        _rig.Add("contoso.app-1.0");
        var manifest = (await _rig.ExportAsync()).Manifest!;
        using (var key = _rig.Signers.OpenKey())
            await File.WriteAllBytesAsync(Path.Combine(_rig.Bundle, "manifest.json"), BundleManifestCodec.Encode(manifest with { Products = [manifest.Products[0] with { Terms = null }] }, key));

        (await Should.ThrowAsync<CataloguedException>(() => _rig.ImportAsync())).Entry.ShouldBe(ErrorCatalogue.LegalTermsNotAccepted);

        Stamp.Downloaded.ShouldBeEmpty();
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
