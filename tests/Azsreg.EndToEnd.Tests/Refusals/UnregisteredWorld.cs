using System.Text.Json;

namespace Azsreg.EndToEnd.Tests.Refusals;

/// <summary>A world in which nothing was ever registered, nor shall be: what refused runs leave behind shows at once.</summary>
public sealed class UnregisteredWorld : IAsyncLifetime
{
    private IReadOnlyList<string> _before = [];
    private AzsregProgram? _oldStamp;

    internal LocalWorld Local { get; } = new();

    internal AzureSideView Azure { get; private set; } = null!;

    internal string WrongPasswordFile => Path.Combine(Local.Folder, "wrong.txt");

    internal JsonElement Sample => JsonDocument.Parse(File.ReadAllText(Path.Combine(Local.Folder, "sample-accounts.json"))).RootElement;

    public async ValueTask InitializeAsync()
    {
        await Local.InitializeAsync();
        await File.WriteAllTextAsync(WrongPasswordFile, Refused.WrongPassword + "\n");
        await Local.LoginStampAsync();
        Azure = await AzureSideView.OpenAsync(Local);
        _before = await Azure.ListAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Azure?.Dispose();
        if (_oldStamp is not null)
            await _oldStamp.DisposeAsync();
        await Local.DisposeAsync();
    }

    /// <summary>Nothing is on Azure that was not there at the start, the provider included, and the stamp is not active.</summary>
    internal async Task ShouldBeUntouchedAsync()
    {
        (await Azure.ListAsync()).ShouldBe(_before);
        (await Azure.ProviderStateAsync()).ShouldBe("NotRegistered");
        (await Local.JsonAsync("alerts", "--stamp", LocalWorld.Stamp)).ShouldExitWith(0).Output.ShouldContain("Activation Required");
    }

    /// <summary>Runs a stamp of an old version beside the world and enters it by its name.</summary>
    internal async Task ServeOldStampAsync(string name, string version)
    {
        var folder = Path.Combine(Local.Folder, "old-stamp");
        _oldStamp = AzsregProgram.Start(
        [
            "stamp", "serve", name, "--data", folder, "--port", "0", "--pep-port", "0", "--stamp-version", version,
            "--password-file", Local.PasswordFile, "--output", "json",
        ]);
        var ready = JsonDocument.Parse(await _oldStamp.LineAsync(line => line.StartsWith('{'), TimeSpan.FromMinutes(5))).RootElement;
        (await Local.RunAsync(
            "stamp", "add", name, "--privileged-endpoint", ready.GetProperty("privilegedEndpointUrl").GetString()!,
            "--cloud-admin", @"AZURESTACK\CloudAdmin", "--ca-file", Path.Combine(folder, "ca", "root.pem"))).ShouldExitWith(0);
    }
}
