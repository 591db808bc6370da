using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Azsreg.EndToEnd.Tests;

/// <summary>A marketplace bundle on its way from Azure's side to the stamp's, and what may happen to it there.</summary>
/// <param name="folder">Where it lies.</param>
/// <param name="atAzure">Runs a verb at Azure's side.</param>
/// <param name="atStamp">Runs a verb at the stamp's side.</param>
internal sealed class CarriedBundle(string folder, Func<string[], Task<ProgramResult>> atAzure, Func<string[], Task<ProgramResult>> atStamp)
{
    private const string PayloadType = "application/vnd.azsreg.marketplace-bundle+json";

    private string Manifest => Path.Combine(folder, "manifest.json");

    private string[] ImportLine => ["marketplace", "import", "--repository", folder, "--output", "json"];

    /// <summary>A solution with the image and the extension it needs; with <c>AZSREG_FULL=1</c> the whole sample catalogue.</summary>
    public async Task<IReadOnlyList<string>> ExportAsync(string registration)
    {
        string[] which = KillPoints.IsFull ? ["--all"] : ["--select", "azurestack.kubernetes-cluster"];
        string[] line = ["marketplace", "export", "--repository", folder, "--registration-name", registration, .. which, "--output", "json"];
        (await atAzure(line)).ShouldExitWith(2).Output.ShouldContain("AZR6063");
        Directory.Exists(folder).ShouldBeFalse("nothing is downloaded before the terms are accepted");

        var done = (await atAzure([.. line, "--accept-terms"])).ShouldExitWith(0).Json;
        var names = done.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()!).ToList();
        names.ShouldContain(name => name.StartsWith("canonical.", StringComparison.Ordinal), "what a solution needs comes along");
        if (KillPoints.IsFull)
            names.Count.ShouldBeGreaterThan(150, "the whole sample catalogue");
        return names;
    }

    /// <summary>The first bundle of a signer wants it named, by the fingerprint its own side shows.</summary>
    public async Task ImportAsync(IReadOnlyList<string> names)
    {
        (await atStamp(ImportLine)).ShouldExitWith(1).Output.ShouldContain("AZR6074");
        var fingerprint = (await atAzure(["marketplace", "signer", "show", "--output", "json"])).ShouldExitWith(0).Json.GetProperty("fingerprint").GetString()!;

        var done = (await atStamp([.. ImportLine, "--trust-signer", fingerprint])).ShouldExitWith(0).Json;
        done.GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("name").GetString()} {item.GetProperty("state").GetString()}")
            .ShouldBe(names.Select(name => $"{name} Done"), ignoreOrder: true);

        var again = (await atStamp(ImportLine)).ShouldExitWith(0).Json;
        again.GetProperty("changed").GetBoolean().ShouldBeFalse();
        again.GetProperty("bytesSent").GetInt64().ShouldBe(0);
    }

    /// <summary>Each of the damages is refused by its name, and nothing of the bundle is looked at any further.</summary>
    public async Task RefuseDamagedAsync()
    {
        var whole = await File.ReadAllBytesAsync(Manifest);
        var content = Directory.EnumerateFiles(Path.Combine(folder, "content"), "*", SearchOption.AllDirectories).OrderByDescending(file => new FileInfo(file).Length).First();
        var bytes = await File.ReadAllBytesAsync(content);
        var name = Path.GetFileName(content);

        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(content, bytes);
        await RefusedAsync("AZR6077", name);
        bytes[bytes.Length / 2] ^= 1;

        File.Delete(content);
        await RefusedAsync("AZR6076", name);
        await File.WriteAllBytesAsync(content, bytes);

        // A signer that is trusted and means harm.
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllBytesAsync(Manifest, SignedBy(key, whole, payload => payload));
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
        await RefusedAsync("AZR6074", fingerprint);

        var pem = folder + ".pem";
        await File.WriteAllTextAsync(pem, key.ExportSubjectPublicKeyInfoPem());
        (await atStamp(["marketplace", "signer", "trust", pem, "--name", "somebody"])).ShouldExitWith(0).Output.ShouldContain(fingerprint);
        (await atStamp(["marketplace", "verify", "--repository", folder])).ShouldExitWith(0).Output.ShouldContain("The bundle is whole");
        await File.WriteAllBytesAsync(Manifest, SignedBy(key, whole, payload => payload.Replace($"content/{name[..2]}/{name}", "../../azure-operator/secrets.key", StringComparison.Ordinal)));
        await RefusedAsync("AZR6075", "../../azure-operator/secrets.key");

        await File.WriteAllBytesAsync(Manifest, whole);
        (await atStamp(["offline", "inspect", folder])).ShouldExitWith(0).Output.ShouldContain("marketplace bundle");
    }

    private async Task RefusedAsync(string code, string what)
    {
        foreach (var line in new[] { ImportLine, ["marketplace", "verify", "--repository", folder, "--output", "json"] })
        {
            var output = (await atStamp(line)).ShouldExitWith(1).Output;
            output.ShouldContain(code);
            output.ShouldContain(what);
        }
    }

    /// <summary>The manifest signed anew, by the published format and without any of the program's code.</summary>
    private static byte[] SignedBy(ECDsa key, byte[] manifest, Func<string, string> change)
    {
        var payload = Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(Convert.FromBase64String((string)JsonNode.Parse(manifest)!["payload"]!))));
        byte[] signed = [.. Encoding.ASCII.GetBytes($"DSSEv1 {PayloadType.Length} {PayloadType} {payload.Length} "), .. payload];
        var publicKey = key.ExportSubjectPublicKeyInfo();
        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            payloadType = PayloadType,
            payload = Convert.ToBase64String(payload),
            signatures = new[]
            {
                new
                {
                    keyid = Convert.ToHexStringLower(SHA256.HashData(publicKey)),
                    sig = Convert.ToBase64String(key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
                    publicKey = Convert.ToBase64String(publicKey),
                },
            },
        });
    }
}
