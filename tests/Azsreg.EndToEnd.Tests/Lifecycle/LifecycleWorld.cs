using System.Globalization;
using System.Text.Json;

namespace Azsreg.EndToEnd.Tests.Lifecycle;

/// <summary>A world whose stamp looks after itself every second, with an operator signed in to both sides and the enterprise subscription in use.</summary>
public sealed class LifecycleWorld : IAsyncLifetime
{
    /// <summary>Of the enterprise agreement; the sample agreements are its.</summary>
    internal const string Enterprise = "8f2a0000-0000-4000-8000-000000000a91";

    /// <summary>Pay as you go.</summary>
    internal const string Stamps = "8f2a0000-0000-4000-8000-000000000a90";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    internal LocalWorld Local { get; } = new() { Settings = new Dictionary<string, string> { ["AZSREG_HEARTBEAT"] = "1" } };

    public async ValueTask InitializeAsync()
    {
        await Local.InitializeAsync();
        await Local.LoginAsync();
        await Local.LoginStampAsync();
        (await Local.RunAsync("account", "set", "--subscription", Enterprise)).ShouldExitWith(0);
    }

    public ValueTask DisposeAsync() => Local.DisposeAsync();

    /// <summary>A verb of <c>registration</c> on the stamp, as data.</summary>
    internal Task<ProgramResult> RegistrationAsync(string verb, params string[] arguments) => Local.JsonAsync(
        ["registration", verb, "--stamp", LocalWorld.Stamp, "--cloud-admin-password-file", Local.PasswordFile, "--yes", .. arguments]);

    /// <summary>A verb that must succeed.</summary>
    internal async Task<JsonElement> DoneAsync(string verb, params string[] arguments) =>
        (await RegistrationAsync(verb, arguments)).ShouldExitWith(0).Json;

    internal Task<JsonElement> RegisterAsync(string agreement) => DoneAsync("set", "--billing-model", "Capacity", "--agreement-number", agreement);

    /// <summary>Registers by an agreement that ends as soon as the machine allows to register before its end.</summary>
    internal async Task<JsonElement> RegisterForAMomentAsync(string agreement)
    {
        for (var seconds = 4; ; seconds *= 2)
        {
            await AgreementAsync(agreement, TimeProvider.System.GetUtcNow().AddSeconds(seconds));
            var result = await RegistrationAsync("set", "--billing-model", "Capacity", "--agreement-number", agreement);
            if (result.ExitCode == 0 || seconds > 60)
                return result.ShouldExitWith(0).Json;
        }
    }

    /// <summary>Ends a test where it began: nothing is registered.</summary>
    internal async Task RemoveAsync() => await DoneAsync("remove");

    internal async Task AgreementAsync(string number, DateTimeOffset ends) =>
        (await Local.JsonAsync(
            "cloud", "agreement", "set", number, "--subscription", Enterprise, "--cores", "640",
            "--ends", ends.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))).ShouldExitWith(0);

    internal async Task<JsonElement> StatusAsync() => (await Local.JsonAsync("status")).ShouldExitWith(0).Json;

    /// <summary>The details of the registration as Azure has it.</summary>
    internal async Task<JsonElement> ShowAsync() => (await Local.JsonAsync("registration", "show")).ShouldExitWith(0).Json;

    /// <summary>The text of the active alert of a title, once it is there.</summary>
    internal Task<string> AlertAsync(string title) => UntilAsync(async () =>
        (await ActiveAlertsAsync()).Where(alert => alert.Contains(title, StringComparison.Ordinal)).FirstOrDefault());

    /// <summary>Waits until no alert of a title is active.</summary>
    internal async Task NoAlertAsync(string title) =>
        await UntilAsync(async () => (await ActiveAlertsAsync()).Any(alert => alert.Contains(title, StringComparison.Ordinal)) ? null : "gone");

    internal async Task<IReadOnlyList<string>> ActiveAlertsAsync() =>
        [.. (await Local.JsonAsync("alerts")).ShouldExitWith(0).Json.EnumerateArray().Select(alert => alert.GetRawText())];

    /// <summary>Looks again and again; each look starts the program, which is pause enough.</summary>
    private static async Task<T> UntilAsync<T>(Func<Task<T?>> look)
        where T : class
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (await look() is { } found)
                return found;
            patience.Token.ThrowIfCancellationRequested();
        }
    }
}
