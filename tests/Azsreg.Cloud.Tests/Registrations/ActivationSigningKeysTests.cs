using System.Buffers.Text;
using System.Text.Json;
using Azsreg.Cloud.Registrations;
using Azsreg.Hosting;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Tests.Registrations;

public sealed class ActivationSigningKeysTests : IAsyncLifetime
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("azsreg-keys-").FullName;
    private RegistrationBench _bench = null!;
    private SecretProtector _protector = null!;
    private ActivationSigningKeys _keys = null!;

    public async ValueTask InitializeAsync()
    {
        _bench = await RegistrationBench.CreateAsync();
        _protector = SecretProtector.Open(DataFolder.Open(_folder));
        _keys = new ActivationSigningKeys(_bench.Database, _protector, _bench.Clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _bench.DisposeAsync();
        _protector.Dispose();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task IssueAsync_VerifiedWithThePublishedKeySetOnly_IsGoodForItsStamp()
    {
        var record = await _bench.PutAsync(Tokens.Unsigned().Encode());
        var text = await Issuer().IssueAsync(record, default);
        Verify(text, await _keys.PublicKeySetAsync(), out var key).ShouldBe(ActivationKeyProblem.None);
        key!.RegistrationName.ShouldBe("one");
        key.ResourceGroupName.ShouldBe("azurestack");
        key.SubscriptionId.ShouldBe(RegistrationBench.SubscriptionId);
        key.Expires.ShouldBe("9999-12-30T23:59:59.9999999Z");
        key.MarketplaceEndpoint.ShouldBe("https://localhost:20000");
        key.UsageEndpoint.ShouldBe("https://localhost:20000/usage/");
        key.UsageResourceUri.ShouldBe("https://localhost:20000/usage");
        key.MarketplaceResourceUri.ShouldBe("https://localhost:20000/");
        key.CertPinningRootSubjects.ShouldBe(["CN=root"]);
        key.HardwareInfo.Single().NumCores.ShouldBe(24);
        key.Version.ShouldBe("1.0");
    }

    [Fact]
    public async Task IssueAsync_Header_IsTheRecordedOne()
    {
        var record = await _bench.PutAsync(Tokens.Unsigned().Encode());
        var text = await Issuer().IssueAsync(record, default);
        var header = System.Text.Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text.Split('.')[0]));
        header.ShouldMatch("^\\{\"kid\":\"[0-9a-f]{32}\", \"alg\":\"RS256\"\\}$");
    }

    [Fact]
    public async Task RotateAsync_FormerKeys_StayPublished()
    {
        var record = await _bench.PutAsync(Tokens.Unsigned().Encode());
        var before = await Issuer().IssueAsync(record, default);
        _bench.Clock.Now += TimeSpan.FromMinutes(1);
        var keyId = await _keys.RotateAsync();
        var after = await Issuer().IssueAsync(record, default);
        var published = await _keys.PublicKeySetAsync();
        Verify(before, published, out _).ShouldBe(ActivationKeyProblem.None);
        Verify(after, published, out _).ShouldBe(ActivationKeyProblem.None);
        ActivationKeyCodec.Inspect(after).KeyId.ShouldBe(keyId);
    }

    [Fact]
    public async Task ExportAsync_CurrentKeys_HasNoPrivateParts()
    {
        var path = Path.Combine(_folder, "trusted-keys.json");
        await _keys.ExportAsync(path);
        using var set = JsonDocument.Parse(await File.ReadAllTextAsync(path));
        var key = set.RootElement.GetProperty("keys").EnumerateArray().Single();
        key.EnumerateObject().Select(member => member.Name).ShouldBe(["kty", "use", "alg", "kid", "n", "e"]);
    }

    private ActivationKeyIssuer Issuer() => new(_keys, new ActivationEndpoints(() => new Uri("https://localhost:20000/"), ["CN=root"], ["AB"]));

    private static ActivationKeyProblem Verify(string text, string keySet, out ActivationKey? key)
    {
        using var keys = new PublishedKeys(keySet);
        return ActivationKeyCodec.Verify(
            text, keys.Find, Tokens.CloudId, new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero), out key);
    }
}
