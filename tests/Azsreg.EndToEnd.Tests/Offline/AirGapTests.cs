using System.Text.Json;

namespace Azsreg.EndToEnd.Tests;

/// <summary>The stamp and its operator in one network, Azure and somebody there in another, and no way between the two but a folder of files.</summary>
public sealed class AirGapTests(SeededFolder seed) : IDisposable
{
    // The whole catalogue takes its time on a busy machine.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(KillPoints.IsFull ? 20 : 4);
    private readonly string _root = Directory.CreateTempSubdirectory("azsreg-gap-").FullName;

    private string Stick => Path.Combine(_root, "stick");

    private string PasswordFile => Path.Combine(_root, "password.txt");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Offline_OnlyFilesBetweenTheNetworks_RegistersActivatesAndRemoves()
    {
        var (there, refusal) = await NetworkNamespace.TryMakeAsync();
        Assert.SkipWhen(there is null, $"The kernel refuses network namespaces: {refusal}");
        await using var azure = there!;
        var (here, _) = await NetworkNamespace.TryMakeAsync();
        await using var stamp = here!;
        Directory.CreateDirectory(Stick);
        await File.WriteAllTextAsync(PasswordFile, LocalWorld.Password + "\n");

        // Azure's side, with the sample people and subscriptions, and no stamp.
        var roles = Path.Combine(_root, "azure-role");
        await seed.CopyToAsync(roles);
        Directory.Delete(Path.Combine(roles, "stamps"), recursive: true);
        await using var cloud = AzsregProgram.Start(["cloud", "serve", "--data", roles, "--port", "0", "--output", "json"], within: azure.Enter);
        var azureUrl = (await ReadyAsync(cloud)).GetProperty("azureUrl").GetString()!;
        await AtAzureAsync("environment", "add", "Local", "--resource-manager", azureUrl, "--ca-file", Path.Combine(roles, "ca", "root.pem"));
        await AtAzureAsync("environment", "use", "Local");
        await AtAzureAsync("login", "--username", LocalWorld.Owner, "--tenant", "contoso.onmicrosoft.com", "--password-file", PasswordFile);
        await AtAzureAsync("account", "set", "--subscription", "Contoso Capacity (EA)");
        await AtAzureAsync("cloud", "keys", "export", "--file", OnStick("azure-keys.json"));

        // The stamp's side, which hears of Azure by the file of signing keys alone.
        var stampRole = Path.Combine(_root, "stamp-role");
        await using var served = AzsregProgram.Start(
            [
                "stamp", "serve", LocalWorld.Stamp, "--data", stampRole, "--port", "0", "--pep-port", "0", "--password-file", PasswordFile,
                "--trust-activation-keys", OnStick("azure-keys.json"), "--output", "json",
            ],
            within: stamp.Enter);
        var listening = await ReadyAsync(served);
        (await RunAsync(stamp, "stamp-operator", "environment", "add", "Gap", "--resource-manager", azureUrl)).ShouldExitWith(6);
        await AtStampAsync(
            "stamp", "add", LocalWorld.Stamp, "--privileged-endpoint", listening.GetProperty("privilegedEndpointUrl").GetString()!,
            "--admin-endpoint", listening.GetProperty("adminUrl").GetString()!, "--cloud-admin", @"AZURESTACK\CloudAdmin", "--ca-file", Path.Combine(stampRole, "ca", "root.pem"));
        await AtStampAsync("login", "--stamp", LocalWorld.Stamp, "--username", "admin@azurestack.local", "--password-file", PasswordFile);

        var token = await AtStampAsync(
            "offline", "token", "--billing-model", "Capacity", "--agreement-number", "10004711", "--out", Stick, "--cloud-admin-password-file", PasswordFile);
        var cloudId = token.GetProperty("cloudId").GetString();
        var tokenFile = token.GetProperty("file").GetString()!;
        Path.GetDirectoryName(tokenFile).ShouldBe(Stick);
        var registered = await AtAzureAsync("offline", "register", "--token-file", tokenFile);
        var name = registered.GetProperty("registrationName").GetString()!;
        name.ShouldBe($"AzureStack-{cloudId}");
        var keyFile = (await AtAzureAsync("offline", "key", "--registration-name", name, "--out", Stick)).GetProperty("file").GetString()!;
        var active = await AtStampAsync("offline", "activate", "--key-file", keyFile, "--cloud-admin-password-file", PasswordFile);
        active.GetProperty("activationState").GetString().ShouldBe("Active");
        active.GetProperty("activationRequiredAlert").GetString().ShouldBe("Closed");

        // Without a line the marketplace is empty, and says that this is as it should be.
        (await RunAsync(stamp, "stamp-operator", "marketplace", "list", "--output", "json")).Output.ShouldContain("Nothing is wrong");

        // What the stamp cannot fetch is carried to it.
        var bundle = new CarriedBundle(
            OnStick("bundle"), arguments => RunAsync(azure, "azure-operator", arguments), arguments => RunAsync(stamp, "stamp-operator", arguments));
        var carried = await bundle.ExportAsync(name);
        (await File.ReadAllTextAsync(Path.Combine(_root, "azure-operator", "operator", "marketplace-terms.json"))).ShouldContain(LocalWorld.Owner);
        await bundle.ImportAsync(carried);
        (await AtStampAsync("marketplace", "list", "--downloaded")).EnumerateArray().Select(item => item.GetProperty("id").GetString()).ShouldBe(carried, ignoreOrder: true);
        await bundle.RefuseDamagedAsync();

        (await AtStampAsync("offline", "deactivate", "--yes", "--cloud-admin-password-file", PasswordFile)).GetProperty("activationState").GetString().ShouldBe("NotActivated");
        await AtAzureAsync("offline", "unregister", "--token-file", tokenFile, "--yes");
        (await RunAsync(azure, "azure-operator", "registration", "list")).ShouldExitWith(0).Output.ShouldNotContain(name);

        async Task<JsonElement> AtAzureAsync(params string[] arguments) => Told(await RunAsync(azure, "azure-operator", [.. arguments, "--output", "json"]));

        async Task<JsonElement> AtStampAsync(params string[] arguments) => Told(await RunAsync(stamp, "stamp-operator", [.. arguments, "--output", "json"]));
    }

    private static JsonElement Told(ProgramResult result) => result.ShouldExitWith(0).Output.Trim().Length == 0 ? default : result.Json;

    private static async Task<JsonElement> ReadyAsync(AzsregProgram role)
    {
        var line = await role.LineAsync(text => text.StartsWith('{'), Limit);
        return JsonDocument.Parse(line).RootElement;
    }

    private string OnStick(string name) => Path.Combine(Stick, name);

    private Task<ProgramResult> RunAsync(NetworkNamespace network, string folder, params string[] arguments) =>
        AzsregProgram.RunAsync([.. arguments, "--data", Path.Combine(_root, folder)], limit: Limit, within: network.Enter);
}
