using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Azsreg.Protocol;

namespace Azsreg.EndToEnd.Tests.Refusals;

/// <summary>Tokens and keys that were changed between the two sides: refused by the side that gets them, and all that was made is taken back.</summary>
[Collection(TwoStamps.Name)]
public sealed class TamperedOnTheWayTests(TwoStampsWorld world)
{
    [Fact]
    public async Task Set_AlteredRegistrationToken_AzureRefusesIt()
    {
        var error = await TamperedAsync("AZR2107", 1, onToken: Cheaper);

        error.ShouldContain("InvalidRegistrationToken");
        error.ShouldContain("Taken back: ");
    }

    [Fact]
    public async Task Set_AlteredActivationKey_TheStampRefusesIt()
    {
        // Another billing model under the same signature.
        var error = await TamperedAsync("AZR5002", 1, onKey: key => Rewritten(key, payload => payload["billingModel"] = "Development"));

        error.ShouldContain("Taken back: ");
        error.ShouldContain("bridge service principal");
        error.ShouldContain("made-by-this-run");
    }

    [Fact]
    public async Task Set_ActivationKeyOfAnotherStamp_TheStampRefusesIt()
    {
        var error = await TamperedAsync("AZR5004", 5, onKey: _ => world.RegisteredKey);

        error.ShouldContain(world.Registration.Json.GetProperty("stampCloudId").GetString()!);
    }

    [Fact]
    public async Task Set_ActivationKeySignedByAStranger_TheStampRefusesIt()
    {
        using var stranger = RSA.Create(2048);

        await TamperedAsync("AZR5003", 1, onKey: key => ActivationKeyCodec.Encode(ActivationKeyCodec.Inspect(key).Key, "stranger", stranger));
    }

    [Fact]
    public async Task Set_ExpiredActivationKey_TheStampSaysSince()
    {
        // An authority the stamp trusts, as Azure's own would sign it once an agreement has ended.
        using var trusted = RSA.Create(2048);
        await TrustAsync("former", trusted);

        var error = await TamperedAsync("AZR5005", 1, onKey: key => ActivationKeyCodec.Encode(
            ActivationKeyCodec.Inspect(key).Key with { Expires = "2019-05-31T00:00:00Z" }, "former", trusted));

        error.ShouldContain("2019-05-31");
    }

    /// <summary>Registers the unregistered stamp while the proxy tampers.</summary>
    /// <returns>The detail of the error.</returns>
    private async Task<string> TamperedAsync(string code, int exitCode, Func<string, string>? onToken = null, Func<string, string>? onKey = null)
    {
        (world.Proxy.OnToken, world.Proxy.OnActivationKey) = (onToken, onKey);
        try
        {
            var error = await world.RefusedAsync(code, exitCode, () => world.OnAsync(
                LocalWorld.Stamp, "set", "--billing-model", "PayAsYouUse", "--resource-group", "made-by-this-run"));
            error.WayOut().ShouldNotBeNullOrWhiteSpace();
            return error.Detail();
        }
        finally
        {
            (world.Proxy.OnToken, world.Proxy.OnActivationKey) = (null, null);
        }
    }

    private static string Cheaper(string token)
    {
        var content = JsonNode.Parse(Convert.FromBase64String(token))!;
        content["billingModel"] = "Development";
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(content.ToJsonString()));
    }

    private static string Rewritten(string key, Action<JsonNode> change)
    {
        var parts = key.Split('.');
        var payload = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]))!;
        change(payload);
        return $"{parts[0]}.{System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload.ToJsonString()))}.{parts[2]}";
    }

    /// <summary>The stamp reads its key set at each activation.</summary>
    private async Task TrustAsync(string keyId, RSA key)
    {
        var path = Path.Combine(world.Local.Folder, "stamps", LocalWorld.Stamp, "activation-keys.json");
        var set = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
        var parameters = key.ExportParameters(includePrivateParameters: false);
        set["keys"]!.AsArray().Add(new JsonObject
        {
            ["kty"] = "RSA",
            ["kid"] = keyId,
            ["n"] = System.Buffers.Text.Base64Url.EncodeToString(parameters.Modulus),
            ["e"] = System.Buffers.Text.Base64Url.EncodeToString(parameters.Exponent),
        });
        await File.WriteAllTextAsync(path, set.ToJsonString());
    }
}
