using System.Globalization;
using Azsreg.Protocol;
using Azsreg.Remoting;
using Azsreg.Remoting.Client;

namespace Azsreg.Operator.Registration;

/// <summary>
/// The commands of a privileged endpoint that registering needs. Opens its session when it is first needed and again when it was lost, so
/// that a stamp that restarts in between costs one retry. An action that runs already is attached to instead of being an error.
/// </summary>
internal sealed class StampCommands(Func<CancellationToken, Task<IStampSession>> open, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>What the published client passes; the stamp's own default of 420 s is too short for many.</summary>
    private const int ActionSeconds = 1800;

    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(2);

    private IStampSession? _session;

    /// <summary>The address of the open session, or of the last one.</summary>
    public Uri? Url { get; private set; }

    public async Task<StampInformation> GetStampInformationAsync(CancellationToken cancellation)
    {
        var output = await RunAsync(new RemoteCommand("Get-AzureStackStampInformation"), cancellation);
        return StampInformation.Read(output.OfType<RemoteObject>().FirstOrDefault()
            ?? throw new CataloguedException(ErrorCatalogue.StampCommandFailed, "Get-AzureStackStampInformation told nothing."));
    }

    /// <returns>The object id of the service principal.</returns>
    public async Task<string> NewBridgeServicePrincipalAsync(
        string tenantId, string azureEnvironment, Secret refreshToken, Action<string> report, CancellationToken cancellation)
    {
        var output = await RunActionAsync(
            new RemoteCommand("New-AzureBridgeServicePrincipal")
                .With("TenantId", tenantId)
                .With("AzureEnvironment", azureEnvironment)
                .With("TimeoutInSeconds", ActionSeconds)
                .With("RefreshToken", refreshToken.Reveal()),
            report,
            cancellation);
        var objectId = output.OfType<RemoteObject>().Select(one => one.GetString("ObjectId")).FirstOrDefault(one => !string.IsNullOrWhiteSpace(one));
        return objectId is { Length: <= 64 }
            ? objectId
            : throw new CataloguedException(ErrorCatalogue.StampCommandFailed, "New-AzureBridgeServicePrincipal told no object id.");
    }

    /// <summary>Has the stamp replace the certificate its bridge signs in with. Only stamps of this system have the command.</summary>
    /// <returns>The thumbprint of the new certificate, and its end where the stamp tells it.</returns>
    public async Task<(string Thumbprint, string? NotAfter)> UpdateBridgeServicePrincipalAsync(
        string tenantId, string azureEnvironment, Secret refreshToken, string renewalId, Action<string> report, CancellationToken cancellation)
    {
        var output = await RunActionAsync(
            new RemoteCommand("Update-AzureBridgeServicePrincipal")
                .With("TenantId", tenantId)
                .With("AzureEnvironment", azureEnvironment)
                .With("TimeoutInSeconds", ActionSeconds)
                .With("RefreshToken", refreshToken.Reveal())
                .With("RenewalId", renewalId),
            report,
            cancellation);
        var told = output.OfType<RemoteObject>().FirstOrDefault();
        return told?.GetString("Thumbprint") is { Length: > 0 and <= 128 } thumbprint
            ? (thumbprint, told["NotAfter"] is DateTime end ? end.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null)
            : throw new CataloguedException(ErrorCatalogue.StampCommandFailed, "Update-AzureBridgeServicePrincipal told no thumbprint.");
    }

    public Task SetRegistrationKeyPairAsync(CancellationToken cancellation) => RunAsync(new RemoteCommand("Set-RegistrationKeyPair"), cancellation);

    /// <param name="values">What the token shall say.</param>
    /// <param name="stamp">Decides which parameters the command knows.</param>
    /// <param name="tokenVersion">The version to ask for; null where the stamp takes none.</param>
    /// <param name="cancellation">Stops the command.</param>
    public async Task<Secret> NewRegistrationTokenAsync(
        RegistrationValues values, Version stamp, string? tokenVersion, CancellationToken cancellation)
    {
        var command = new RemoteCommand("New-RegistrationToken")
            .With("BillingModel", values.Model.ToString())
            .With("MarketplaceSyndicationEnabled", values.MarketplaceSyndication)
            .With("UsageReportingEnabled", values.UsageReporting);
        if (values.AgreementNumber is { } agreement) command = command.With("AgreementNumber", agreement);
        // A stamp that does not know a parameter refuses the whole command.
        if (values.MsAssetTag is { } tag && stamp >= StampVersions.AssetTag) command = command.With("MsAssetTag", tag);
        if (tokenVersion is not null) command = command.With("TokenVersion", tokenVersion);
        var output = await RunAsync(command, cancellation);
        var token = output.Select(RemoteObject.TextOf).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));
        return token is null
            ? throw new CataloguedException(ErrorCatalogue.StampCommandFailed, "New-RegistrationToken told no token.")
            : new Secret(token);
    }

    public Task NewActivationAsync(Secret activationKey, Action<string> report, CancellationToken cancellation) => RunActionAsync(
        new RemoteCommand("New-AzureStackActivation").With("ActivationKey", activationKey.Reveal()).With("TimeoutInSeconds", ActionSeconds),
        report,
        cancellation);

    public Task RemoveActivationAsync(Action<string> report, CancellationToken cancellation) => RunActionAsync(
        new RemoteCommand("Remove-AzureStackActivation").With("TimeoutInSeconds", ActionSeconds), report, cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_session is { } session)
        {
            _session = null;
            await session.DisposeAsync();
        }
    }

    private async Task<IReadOnlyList<object?>> RunAsync(RemoteCommand command, CancellationToken cancellation)
    {
        var result = await InvokeAsync(command, cancellation);
        return Failure(result) is { } error ? throw StampFailure.Of(command.Name, error) : result.Output;
    }

    /// <summary>Runs an action plan. Each is idempotent on the stamp: asked for again after another one ended, it finds what that one made.</summary>
    private async Task<IReadOnlyList<object?>> RunActionAsync(RemoteCommand command, Action<string> report, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            var result = await InvokeAsync(command, cancellation);
            if (Failure(result) is not { } error) return result.Output;
            if (!StampFailure.IsActionRunning(error) || clock.GetElapsedTime(started).TotalSeconds > ActionSeconds)
                throw StampFailure.Of(command.Name, error);
            await AttachAsync(command.Name, report, started, cancellation);
        }
    }

    /// <summary>Follows the action that runs until it ends.</summary>
    private async Task AttachAsync(string function, Action<string> report, long started, CancellationToken cancellation)
    {
        report("another action is running on the stamp");
        do
        {
            await Task.Delay(PollEvery, clock, cancellation);
            // Ours by an earlier run, or anyone's: a stamp that wants a name answers the second question with an error.
            var status = await StatusAsync(function, cancellation) is { IsRunning: true } own ? own : await StatusAsync(null, cancellation);
            if (status is not { IsRunning: true }) return;
            report(status.Describe());
        }
        while (clock.GetElapsedTime(started).TotalSeconds <= ActionSeconds);
    }

    private async Task<StampActionStatus?> StatusAsync(string? function, CancellationToken cancellation)
    {
        var command = new RemoteCommand("Get-ActionStatus");
        if (function is not null) command = command.With("FunctionName", function);
        var result = await InvokeAsync(command, cancellation);
        if (Failure(result) is not null || result.Output.OfType<RemoteObject>().FirstOrDefault() is not { } told) return null;
        return new StampActionStatus(told.GetString("ActionId"), told.GetString("FunctionName"), told.GetString("Status"), told.GetString("Step"));
    }

    private async Task<RemoteResult> InvokeAsync(RemoteCommand command, CancellationToken cancellation)
    {
        var session = _session ??= await OpenAsync(cancellation);
        try
        {
            return await session.InvokeAsync(command, cancellation);
        }
        catch (RemotingException lost)
        {
            // The session is of no use any more; the next try opens another, which also tells whether the stamp is there.
            await DisposeAsync();
            throw StampFailure.Of(lost, session.Url.ToString());
        }
    }

    private async Task<IStampSession> OpenAsync(CancellationToken cancellation)
    {
        IStampSession session;
        try
        {
            session = await open(cancellation);
        }
        catch (RemotingException failure)
        {
            throw StampFailure.Of(failure, "the privileged endpoint");
        }

        Url = session.Url;
        return session;
    }

    private static RemoteError? Failure(RemoteResult result) =>
        result.HadTerminatingError || result.Errors.Count > 0 ? result.Errors.Count > 0 ? result.Errors[0] : new RemoteError("The command ended without telling why.", "Unknown") : null;
}
