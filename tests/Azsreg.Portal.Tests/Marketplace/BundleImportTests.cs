using System.Net;
using System.Security.Cryptography;
using System.Text;
using Azsreg.Protocol;
using static Azsreg.Portal.Tests.Marketplace.FakeStampAdmin;

namespace Azsreg.Portal.Tests.Marketplace;

/// <summary>Importing a bundle from a folder of the stamp's machine.</summary>
public sealed class BundleImportTests : IAsyncLifetime
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private MarketplaceRig _rig = null!;

    private string Bundle => Path.Combine(_rig.Folder, "stick", "bundle");

    private string Fingerprint => BundleSigner.Of(_key).Fingerprint;

    public async ValueTask InitializeAsync()
    {
        _rig = await MarketplaceRig.StartAsync();
        _rig.Stamp.Lists("");
        _rig.Stamp.On($"PUT {ActivationId}/downloadedProducts/acme.script-1.9", 200, Product("acme.script-1.9", "Custom Script", "1.9"));
        Write();
    }

    public async ValueTask DisposeAsync()
    {
        _key.Dispose();
        await _rig.DisposeAsync();
    }

    [Theory]
    [InlineData("bundle", "AZR8021")]
    [InlineData("../../etc", "AZR8021")]
    [InlineData("/no/such/folder", "AZR6070")]
    public async Task Show_NoBundle_SaysWhyInItsPlace(string folder, string code)
    {
        var page = await _rig.PageAsync("/marketplace/import?folder=" + Uri.EscapeDataString(folder));

        page.ShouldContain("/errors/" + code);
        page.ShouldContain($"value=\"{folder}\"");
    }

    [Fact]
    public async Task Show_BundleOfAStranger_ShowsItsItemsAndTheFingerprintToCompare()
    {
        var page = await _rig.PageAsync(Address);

        page.ShouldContain("Custom Script");
        page.ShouldContain("Is this signer yours?");
        page.ShouldContain(string.Join(' ', Fingerprint.Chunk(4).Select(group => new string(group))));
        page.ShouldContain("name=\"trust\"");
        page.ShouldContain("name=\"accept\"");
        page.ShouldContain("stick@contoso.example");
    }

    [Theory]
    [InlineData("files")]
    [InlineData("products")]
    public async Task Show_ManifestWithHoles_IsRefusedByName(string part)
    {
        var path = Path.Combine(Bundle, "manifest.json");
        var envelope = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(path))!;
        var payload = System.Text.Json.Nodes.JsonNode.Parse(Convert.FromBase64String(envelope["payload"]!.GetValue<string>()))!;
        payload[part] = new System.Text.Json.Nodes.JsonArray(null, null);
        envelope["payload"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(payload.ToJsonString()));
        await File.WriteAllTextAsync(path, envelope.ToJsonString());

        (await _rig.PageAsync(Address)).ShouldContain("/errors/AZR607");
    }

    [Fact]
    public async Task Show_EverythingThere_OffersNoImport()
    {
        _rig.Stamp.Lists("", Product("acme.script-1.9", "Custom Script", "1.9"));

        var page = await _rig.PageAsync(Address);

        page.ShouldContain("Everything in it is on AzS-ERCS01 already");
        page.ShouldNotContain("action=\"/marketplace/import\" method=\"post\"");
    }

    [Fact]
    public async Task Start_SignerNotConfirmed_IsRefusedAndNothingIsSent()
    {
        using var answer = await _rig.PostAsync("/marketplace/import", ("folder", Bundle), ("signer", Fingerprint), ("accept", "yes"));

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("/errors/AZR6074");
        _rig.Stamp.Uploaded.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_TermsOpen_IsRefused()
    {
        using var answer = await _rig.PostAsync("/marketplace/import", ("folder", Bundle), ("signer", Fingerprint), ("trust", "yes"));

        (await answer.Content.ReadAsStringAsync()).ShouldContain("/errors/AZR6063");
    }

    [Fact]
    public async Task Start_BundleExchangedMeanwhile_IsRefused()
    {
        using var answer = await _rig.PostAsync("/marketplace/import", ("folder", Bundle), ("signer", new string('a', 64)), ("trust", "yes"), ("accept", "yes"));

        (await answer.Content.ReadAsStringAsync()).ShouldContain("/errors/AZR8020");
    }

    [Fact]
    public async Task Start_Confirmed_BringsTheItemsInAndBelievesTheSignerFromThenOn()
    {
        var run = await StartAsync();

        run.ShouldContain("1 item imported.");
        _rig.Stamp.Uploaded.Values.Select(Encoding.UTF8.GetString).ShouldBe(["the package"]);
        (await _rig.PageAsync(Address)).ShouldContain("Believed here: stick@contoso.example");
    }

    [Fact]
    public async Task Start_AlteredFile_EndsWithItsCodeAndSendsNothing()
    {
        var file = Directory.GetFiles(Path.Combine(Bundle, "content"), "*", SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(file, "the pocket!");

        (await StartAsync()).ShouldContain("AZR6077");

        _rig.Stamp.Uploaded.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_StampWithoutActivation_IsRefusedInItsPlace()
    {
        _rig.Stamp.On($"GET {ActivationId}", 404, """{"error":{"code":"ResourceGroupNotFound","message":"no"} }""");

        using var answer = await _rig.PostAsync("/marketplace/import", ("folder", Bundle), ("signer", Fingerprint), ("trust", "yes"), ("accept", "yes"));

        (await answer.Content.ReadAsStringAsync()).ShouldContain("/errors/AZR6090");
    }

    private string Address => "/marketplace/import?folder=" + Uri.EscapeDataString(Bundle);

    /// <summary>Starts the import and waits for its end; gives the page of its run.</summary>
    private async Task<string> StartAsync()
    {
        using var answer = await _rig.PostAsync("/marketplace/import", ("folder", Bundle), ("signer", Fingerprint), ("trust", "yes"), ("accept", "yes"));
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync());
        var work = answer.Headers.Location!.OriginalString;
        await _rig.EndOfAsync(Guid.Parse(work[(work.LastIndexOf('/') + 1)..]));
        return await _rig.PageAsync(work);
    }

    private void Write()
    {
        var content = "the package"u8.ToArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        var file = new BundleFile(BundleFile.PathOf(hash), hash, content.Length);
        var place = Path.Combine(Bundle, file.Path.Replace('/', Path.DirectorySeparatorChar));
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        File.WriteAllBytes(place, content);
        var manifest = new BundleManifest
        {
            FormatVersion = BundleManifest.CurrentFormat,
            Created = new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero),
            CreatedBy = "azsreg",
            Source = new BundleSource("Local", "https://azure.example/", "/subscriptions/s/resourceGroups/g/providers/Microsoft.AzureStack/registrations/r", "c", "stick@contoso.example"),
            Files = [file],
            Products =
            [
                new BundleProduct
                {
                    Name = "acme.script-1.9",
                    Properties = new ProductProperties { DisplayName = "Custom Script", ProductKind = "virtualMachineExtension", LegalTerms = "https://acme.test/terms", Details = new ProductVersionProperties("1.9") },
                    Details = new ExtendedProduct(BundleContent.Reference(hash), "virtualMachineExtension", new ExtendedProductProperties()),
                },
            ],
        };
        File.WriteAllBytes(Path.Combine(Bundle, "manifest.json"), BundleManifestCodec.Encode(manifest, _key));
    }
}
