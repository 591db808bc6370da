using Azsreg.Cloud.Sample;
using Azsreg.Protocol;

namespace Azsreg.Cli.Roles;

/// <summary>The situations <c>up --scenario</c> makes; each has a part in <c>docs/scenarios.md</c>.</summary>
internal static class Scenarios
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("unregistered", "a stamp ready to be registered: signed in, provider registered", async (stage, cancellationToken) =>
            await stage.RegisterProviderAsync(cancellationToken)),
        new("registered", "a registered stamp, PayAsYouUse", (stage, cancellationToken) => stage.RegisterAsync(cancellationToken)),
        new("expiring", "a stamp whose yearly agreement ends in 20 days", (stage, cancellationToken) =>
            stage.RegisterAsync(SampleData.EndingAgreementNumber, cancellationToken)),
        new("expired", "a stamp whose yearly agreement ended 10 days ago", (stage, cancellationToken) =>
            stage.RegisterAsync(SampleData.EndingAgreementNumber, cancellationToken)) { Ago = TimeSpan.FromDays(30) },
        new("disconnected", "a stamp registered without a line to Azure", (stage, cancellationToken) => stage.RegisterWithoutALineAsync(cancellationToken)),
        new("foreign-lock", "a registered stamp under somebody else's lock", async (stage, cancellationToken) =>
        {
            await stage.RegisterAsync(cancellationToken);
            await stage.LockGroupAsSomebodyElseAsync(cancellationToken);
        }),
        new("stamp-before-1712", "a stamp too old to register without a line", (stage, cancellationToken) => stage.RegisterProviderAsync(cancellationToken)) { StampVersion = "1.0.171201.3" },
        new("principal-deleted", "a registered stamp whose service principal was deleted", async (stage, cancellationToken) =>
        {
            await stage.RegisterAsync(cancellationToken);
            await stage.DeletePrincipalAsync(cancellationToken);
            await stage.WaitForAlertAsync("Azure Bridge Cannot Use Its Registration", cancellationToken);
        }) { WaitsForTheBridge = true },
        new("provider-not-registered", "a subscription that does not know Microsoft.AzureStack yet", (_, _) => Task.CompletedTask),
    ];

    /// <summary>The scenario of a name, in any letter case.</summary>
    /// <exception cref="CataloguedException">There is none (AZR1001).</exception>
    public static Scenario Get(string name) => All.FirstOrDefault(scenario => scenario.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new CataloguedException(
            ErrorCatalogue.InvalidOption, $"--scenario '{name}' is none of {string.Join(", ", All.Select(scenario => scenario.Name))}.");
}
