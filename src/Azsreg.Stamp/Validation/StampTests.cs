using System.Globalization;
using Azsreg.AzureClient;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.Alerts;
using Azsreg.Stamp.Bridge;
using Azsreg.Stamp.Facts;
using Azsreg.Stamp.PrivilegedEndpoint;
using Dapper;

namespace Azsreg.Stamp.Validation;

/// <summary>The tests of group Registration: all that a registration hangs on, as far as the stamp can see it.</summary>
internal sealed class StampTests(
    HostHardware hardware,
    ActionPlans actions,
    ActivationService activations,
    TrustedActivationKeys trustedKeys,
    BridgeIdentityStore identities,
    BridgeConnections connections,
    BridgeTokens tokens,
    AlertService alerts,
    SqlDatabase database,
    StampOptions options,
    TimeProvider clock)
{
    public const string Registration = "Registration";

    private static readonly TimeSpan CertificateWarning = TimeSpan.FromDays(30);

    public IReadOnlyList<StampTest> All =>
    [
        new("AzsRegistrationHosts", Registration, "Every physical host tells the hardware a registration token needs.", TestHosts),
        new("AzsRegistrationKeyPair", Registration, "There is a key pair for registration tokens.", TestKeyPairAsync),
        new("AzsRegistrationTrustedKeys", Registration, "Public keys are there to judge an activation key with.", TestTrustedKeysAsync),
        new("AzsRegistrationActivation", Registration, "The stamp is activated, and not about to expire.", TestActivationAsync),
        new("AzsRegistrationBridgeIdentity", Registration, "The bridge's service principal has a certificate that is still good.", TestIdentityAsync),
        new("AzsRegistrationAzure", Registration, "The bridge signs in to Azure and reads its registration.", TestAzureAsync),
        new("AzsRegistrationActionPlans", Registration, "The latest action plan ended well.", TestActionsAsync),
        new("AzsRegistrationAlerts", Registration, "No alert is active.", TestAlertsAsync),
    ];

    private Task<TestOutcome> TestHosts(CancellationToken cancellationToken)
    {
        var problems = hardware.Problems();
        return Task.FromResult(problems.Count == 0 ? TestOutcome.Pass("All hosts answer.") : TestOutcome.Fail(string.Join(" ", problems)));
    }

    private async Task<TestOutcome> TestKeyPairAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var made = await connection.ExecuteScalarAsync<string?>("select max(created_at) from registration_key_pairs");
        return made is null ? TestOutcome.Skip("None was made yet; the first registration makes it.") : TestOutcome.Pass($"Made {Day(Timestamp.Parse(made))}.");
    }

    private async Task<TestOutcome> TestTrustedKeysAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var keys = await trustedKeys.LoadAsync(cancellationToken);
            return keys.KeyIds.Count == 0 ? TestOutcome.Fail("No key is trusted, so no activation key can be.") : TestOutcome.Pass($"{keys.KeyIds.Count} trusted.");
        }
        catch (CataloguedException failure)
        {
            return TestOutcome.Fail(failure.Detail);
        }
    }

    private async Task<TestOutcome> TestActivationAsync(CancellationToken cancellationToken)
    {
        if (await activations.FindAsync(StampCaller.Stamp, cancellationToken) is not { } activation)
            return TestOutcome.Warn("The stamp is not activated.");
        var left = activation.ExpiresAt - clock.GetUtcNow();
        return left <= TimeSpan.Zero ? TestOutcome.Fail($"It expired {Day(activation.ExpiresAt)}.")
            : left <= TimeSpan.FromDays(options.ExpiryWarningDays.DefaultIfEmpty().Max()) ? TestOutcome.Warn($"It expires {Day(activation.ExpiresAt)}.")
            : TestOutcome.Pass($"Active, {activation.BillingModel}.");
    }

    private async Task<TestOutcome> TestIdentityAsync(CancellationToken cancellationToken)
    {
        using var identity = await identities.LatestAsync(cancellationToken);
        if (identity is null)
            return TestOutcome.Skip("There is none; a disconnected stamp needs none.");
        var left = identity.NotAfter - clock.GetUtcNow();
        return left <= TimeSpan.Zero ? TestOutcome.Fail($"The certificate of {identity.DisplayName} expired {Day(identity.NotAfter)}.")
            : left <= CertificateWarning ? TestOutcome.Warn($"The certificate of {identity.DisplayName} expires {Day(identity.NotAfter)}.")
            : TestOutcome.Pass($"{identity.DisplayName}, until {Day(identity.NotAfter)}.");
    }

    private async Task<TestOutcome> TestAzureAsync(CancellationToken cancellationToken)
    {
        if (await activations.FindAsync(StampCaller.Stamp, cancellationToken) is not { } activation)
            return TestOutcome.Skip("The stamp is not activated.");
        using (var identity = await identities.FindByObjectIdAsync(activation.ObjectId, cancellationToken))
        {
            if (identity is null)
                return TestOutcome.Skip("The activation names no service principal of this stamp: it was registered disconnected.");
        }

        try
        {
            var environment = connections.Find(activation.Environment);
            var client = new ArmClient(connections.Open(environment), environment.Azure.ResourceManagerUrl, tokens.Of(activation.ObjectId), environment.Azure.Audience);
            var found = await client.TryGetAsync(activation.RegistrationId, WellKnown.RegistrationApiVersion, ProtocolJson.Tolerant.Registration, cancellationToken);
            return found is null
                ? TestOutcome.Fail($"Azure has no registration {activation.RegistrationId}.")
                : TestOutcome.Pass($"{environment.Azure.Name} has {found.Name}.");
        }
        catch (Exception failure) when (failure is CataloguedException or ArmException or CommandFailure)
        {
            return TestOutcome.Fail(failure.Message);
        }
    }

    private async Task<TestOutcome> TestActionsAsync(CancellationToken cancellationToken)
    {
        if (await actions.LatestAsync(null, null, cancellationToken) is not { } latest)
            return TestOutcome.Skip("None has run.");
        return latest.Status switch
        {
            ActionPlanStatus.Completed => TestOutcome.Pass($"{latest.FunctionName} completed."),
            ActionPlanStatus.Running => TestOutcome.Warn($"{latest.FunctionName} is running: {latest.Step}."),
            _ => TestOutcome.Warn($"{latest.FunctionName} failed: {latest.ErrorMessage}"),
        };
    }

    private async Task<TestOutcome> TestAlertsAsync(CancellationToken cancellationToken)
    {
        var active = await alerts.ListAsync(StampCaller.Stamp, AlertFilter.Parse("State eq 'Active'"), cancellationToken);
        return active.Count == 0 ? TestOutcome.Pass("None.") : TestOutcome.Warn(string.Join("; ", active.Select(alert => alert.Title)) + ".");
    }

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
