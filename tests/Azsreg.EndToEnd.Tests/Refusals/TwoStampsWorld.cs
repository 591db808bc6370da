using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Azsreg.Hosting;

namespace Azsreg.EndToEnd.Tests.Refusals;

/// <summary>A world with a registered stamp and one that is not, whose operator reaches Azure through a proxy that can tamper.</summary>
public sealed class TwoStampsWorld : IAsyncLifetime
{
    /// <summary>The stamp that is registered, with PayAsYouUse.</summary>
    internal const string Registered = "AzS-ERCS02";

    private X509Certificate2? _authority;
    private X509Certificate2? _certificate;

    internal LocalWorld Local { get; } = new() { Stamps = 2 };

    internal TamperingProxy Proxy { get; private set; } = null!;

    internal AzureSideView Azure { get; private set; } = null!;

    /// <summary>The provider's state before the first registration.</summary>
    internal string ProviderBefore { get; private set; } = "";

    /// <summary>What registering <see cref="Registered"/> printed, with <c>--verbose</c>.</summary>
    internal ProgramResult Registration { get; private set; } = null!;

    /// <summary>The activation key of <see cref="Registered"/>.</summary>
    internal string RegisteredKey { get; private set; } = "";

    /// <summary>The name of its registration.</summary>
    internal string RegistrationName => Registration.Json.GetProperty("registrationName").GetString()!;

    /// <summary>The resource id of its registration.</summary>
    internal string RegistrationId => Registration.Json.GetProperty("registrationId").GetString()!;

    public async ValueTask InitializeAsync()
    {
        await Local.InitializeAsync();
        _authority = Local.LoadAuthority();
        using (var issuer = LocalCertificateAuthority.LoadOrCreate(DataFolder.Open(Local.Folder), TimeProvider.System))
            _certificate = issuer.IssueServerCertificate();
        Proxy = await TamperingProxy.StartAsync(Local.AzureUrl, _certificate, _authority);
        Azure = await AzureSideView.OpenAsync(Local);
        ProviderBefore = await Azure.ProviderStateAsync();
        (await Local.RunAsync("environment", "add", "Local", "--resource-manager", Proxy.Url.AbsoluteUri, "--ca-file", Local.AuthorityFile)).ShouldExitWith(0);
        await Local.LoginAsync();
        await Local.LoginStampAsync();
        await Local.LoginStampAsync(Registered);
        Registration = (await OnAsync(Registered, "set", "--billing-model", "PayAsYouUse", "--verbose")).ShouldExitWith(0);
        RegisteredKey = Proxy.LastActivationKey!;
    }

    public async ValueTask DisposeAsync()
    {
        Azure?.Dispose();
        if (Proxy is not null)
            await Proxy.DisposeAsync();
        await Local.DisposeAsync();
        _certificate?.Dispose();
        _authority?.Dispose();
    }

    /// <summary><c>registration set|remove</c> on a stamp.</summary>
    internal Task<ProgramResult> OnAsync(string stamp, string verb, params string[] arguments) => Local.JsonAsync(
        ["registration", verb, "--stamp", stamp, "--cloud-admin-password-file", Local.PasswordFile, "--yes", .. arguments]);

    /// <summary>Runs what is to be refused; afterwards Azure holds what it held before and either stamp is as active as it was.</summary>
    internal async Task<JsonElement> RefusedAsync(string code, int exitCode, Func<Task<ProgramResult>> run)
    {
        var before = await Azure.ListAsync();
        var error = (await run()).ShouldBeRefused(code, exitCode);
        (await Azure.ListAsync()).ShouldBe(before);
        (await AlertsOfAsync(LocalWorld.Stamp)).ShouldContain("Activation Required");
        (await AlertsOfAsync(Registered)).ShouldNotContain("Activation Required");
        return error;
    }

    /// <summary>Every secret of this world that was typed or crossed a wire so far, with what it is.</summary>
    internal Dictionary<string, string> Needles() => new(Proxy.Seen, StringComparer.Ordinal)
    {
        [LocalWorld.Password] = "password",
        [Convert.ToBase64String(Encoding.UTF8.GetBytes($@"AZURESTACK\CloudAdmin:{LocalWorld.Password}"))] = "basic credential",
    };

    private async Task<string> AlertsOfAsync(string stamp) => (await Local.JsonAsync("alerts", "--stamp", stamp)).ShouldExitWith(0).Output;
}
