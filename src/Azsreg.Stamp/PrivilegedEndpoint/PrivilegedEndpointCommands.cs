using Azsreg.Protocol;
using Azsreg.Remoting;
using Azsreg.Remoting.Server;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.Bridge;
using Azsreg.Stamp.Facts;
using Azsreg.Stamp.Tokens;

namespace Azsreg.Stamp.PrivilegedEndpoint;

/// <summary>
/// The commands of the privileged endpoint with their documented signatures. What a stamp's version does not have is not declared, so a
/// client meets the very error a real stamp gives: no such parameter, no such command.
/// </summary>
internal sealed class PrivilegedEndpointCommands(
    StampFacts facts,
    HostHardware hardware,
    ActionPlans actions,
    RegistrationKeyPairs keyPairs,
    RegistrationTokens tokens,
    BridgeIdentityService bridge,
    ActivationService activations,
    StampAccess access,
    IEnumerable<ICommandGroup> groups)
{
    private const int DefaultBridgeTimeout = 420;
    private const int DefaultActivationTimeout = 1000;
    private const int LongestTimeout = 24 * 60 * 60;

    public ConstrainedEndpoint Describe() =>
        new(WellKnown.PrivilegedEndpointConfiguration, [.. Commands(), .. groups.SelectMany(group => group.Commands())])
        {
            OffersJobs = true,
            Views =
            [
                new("AzureStackActionStatus", ["FunctionName", "Status", "Step", "StartTime", "EndTime", "ErrorId"]),
                new("AzureStackTestResult", ["Name", "Result", "Message"]),
                new("AzureStackTest", ["Name", "Group", "Description"]),
            ],
        };

    private IEnumerable<ConstrainedCommand> Commands()
    {
        yield return new("Get-AzureStackStampInformation", Guarded(GetStampInformationAsync))
        {
            Description = "Tells what this stamp is: its ids, version, region, domains, nodes and endpoints.",
            OutputTypes = ["AzureStackStampInformation"],
        };
        yield return new("Get-ActionStatus", Guarded(GetActionStatusAsync))
        {
            Description = "Tells how the latest run of an action stands, also one another session started.",
            Parameters =
            [
                new("FunctionName", typeof(string)) { Position = 0, Description = "Command that started the action; none means the latest of all." },
                new("ActionType", typeof(string)) { Position = 1, Description = "Kind of action." },
            ],
            OutputTypes = ["AzureStackActionStatus"],
        };
        yield return new("New-AzureBridgeServicePrincipal", Guarded(NewBridgeServicePrincipalAsync))
        {
            Description = "Creates the service principal by which this stamp is known in the directory of its registration.",
            Parameters =
            [
                new("TenantId", typeof(string)) { Position = 0, Description = "Directory of the registration's subscription." },
                new("AzureEnvironment", typeof(string)) { Position = 1, Description = "Azure the registration lies in." },
                Timeout(2, DefaultBridgeTimeout),
                new("RefreshToken", typeof(string)) { Position = 3, IsSecret = true, Description = "Refresh token of someone who may create applications there." },
            ],
            OutputTypes = ["AzureBridgeServicePrincipal"],
        };
        yield return new("Update-AzureBridgeServicePrincipal", Guarded(UpdateBridgeServicePrincipalAsync))
        {
            Description = "Replaces the certificate of the bridge's service principal. This system's own: a real stamp must be registered anew for it.",
            Parameters =
            [
                new("TenantId", typeof(string)) { Position = 0, Description = "Directory of the registration's subscription." },
                new("AzureEnvironment", typeof(string)) { Position = 1, Description = "Azure the registration lies in." },
                Timeout(2, DefaultBridgeTimeout),
                new("RefreshToken", typeof(string)) { Position = 3, IsSecret = true, Description = "Refresh token of someone who may change the application." },
                new("RenewalId", typeof(string)) { Position = 4, Description = "Tells a repeated request: the same id again changes nothing." },
            ],
            OutputTypes = ["AzureBridgeServicePrincipal"],
        };
        yield return new("New-RegistrationToken", Guarded(NewRegistrationTokenAsync))
        {
            Description = "Makes the registration token of this stamp.",
            Parameters = [.. TokenParameters()],
            OutputTypes = ["System.String"],
            HasSecretOutput = true,
        };
        yield return new("New-AzureStackActivation", Guarded(NewActivationAsync))
        {
            Description = "Activates this stamp with the key of its registration.",
            Parameters =
            [
                new("ActivationKey", typeof(string)) { Position = 0, IsSecret = true, Description = "Activation key." },
                Timeout(1, DefaultActivationTimeout),
            ],
        };
        yield return new("Remove-AzureStackActivation", Guarded(RemoveActivationAsync))
        {
            Description = "Ends the activation of this stamp.",
            Parameters = [Timeout(0, DefaultActivationTimeout)],
        };
        if (facts.Version > StampVersions.LastWithoutKeyPair)
        {
            yield return new("Set-RegistrationKeyPair", Guarded(SetKeyPairAsync))
            {
                Description = "Sees to it that this stamp has a key pair for its registration tokens.",
                Parameters = [ConstrainedParameter.Switch("Renew", "Makes a new pair, which the one in use vouches for.")],
            };
        }
    }

    private IEnumerable<ConstrainedParameter> TokenParameters()
    {
        yield return new("BillingModel", typeof(string)) { Position = 0, ValidateSet = Enum.GetNames<BillingModel>(), Description = "How the stamp is paid for." };
        yield return new("AgreementNumber", typeof(string)) { Position = 1, Description = "Number of the enterprise agreement; with Capacity." };
        if (facts.Version >= StampVersions.AssetTag)
            yield return new("MsAssetTag", typeof(string)) { Position = 2, Description = "Asset tag of the agreement; with Custom." };
        yield return ConstrainedParameter.Switch("UsageReportingEnabled", "Usage is reported to Azure commerce.");
        yield return ConstrainedParameter.Switch("MarketplaceSyndicationEnabled", "Marketplace items can be listed and downloaded.");
        if (facts.Version >= StampVersions.TokenVersion)
            yield return new("TokenVersion", typeof(string)) { DefaultValue = "3.0", Description = "Version of the token." };
    }

    private static ConstrainedParameter Timeout(int position, int seconds) => new("TimeoutInSeconds", typeof(int))
    {
        Position = position,
        DefaultValue = seconds,
        Description = "How long to wait for the action; it goes on after that.",
    };

    private async Task GetStampInformationAsync(CommandInvocation run, StampCaller caller, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.ReadStamp, cancellationToken: cancellationToken);
        foreach (var problem in hardware.Problems())
            run.WriteWarning(problem);
        run.WriteObject(StampInformation.Of(facts).ToRemoteObject());
    }

    private async Task GetActionStatusAsync(CommandInvocation run, StampCaller caller, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.ReadActions, cancellationToken: cancellationToken);
        var (function, type) = (run.Get<string>("FunctionName"), run.Get<string>("ActionType"));
        var plan = await actions.LatestAsync(Given(function), Given(type), cancellationToken)
            ?? throw new CommandFailure("ActionNotFound", $"No action '{function ?? "(any)"}' has run on this stamp.");
        run.WriteObject(new RemoteObject("AzureStackActionStatus")
        {
            ["ActionId"] = plan.Id,
            ["FunctionName"] = plan.FunctionName,
            ["ActionType"] = plan.ActionType,
            ["Status"] = plan.Status.ToString(),
            ["Step"] = plan.Step,
            ["RequestedBy"] = plan.RequestedBy,
            ["StartTime"] = plan.StartedAt.UtcDateTime,
            ["EndTime"] = plan.EndedAt?.UtcDateTime,
            ["ErrorId"] = plan.ErrorId,
            ["ErrorMessage"] = plan.ErrorMessage,
        });
    }

    private async Task NewBridgeServicePrincipalAsync(CommandInvocation run, StampCaller caller, CancellationToken cancellationToken)
    {
        var refreshToken = Given(run.Get<string>("RefreshToken")) is { } text ? new Secret(text) : null;
        var (tenant, environment) = (run.Get<string>("TenantId"), run.Get<string>("AzureEnvironment"));
        var objectId = await actions.RunAsync(
            run.Command.Name,
            "ConfigureBridgeIdentity",
            caller,
            TimeoutOf(run),
            (progress, stopping) => bridge.EnsureAsync(caller, tenant, environment, refreshToken, progress, stopping),
            cancellationToken);
        run.WriteObject(new RemoteObject("AzureBridgeServicePrincipal") { ["ObjectId"] = objectId });
    }

    private async Task UpdateBridgeServicePrincipalAsync(CommandInvocation run, StampCaller caller, CancellationToken cancellationToken)
    {
        var refreshToken = Given(run.Get<string>("RefreshToken")) is { } text ? new Secret(text) : null;
        var (tenant, environment, renewal) = (run.Get<string>("TenantId"), run.Get<string>("AzureEnvironment"), Given(run.Get<string>("RenewalId")));
        if (renewal is { Length: > 64 })
            throw new CommandFailure("RenewalIdTooLong", "Cannot renew the certificate: -RenewalId has at most 64 characters.");
        var (objectId, thumbprint, notAfter) = await actions.RunAsync(
            run.Command.Name,
            "RenewBridgeCertificate",
            caller,
            TimeoutOf(run),
            (progress, stopping) => bridge.RenewCertificateAsync(caller, tenant, environment, refreshToken, renewal, progress, stopping),
            cancellationToken);
        run.WriteObject(new RemoteObject("AzureBridgeServicePrincipal")
        {
            ["ObjectId"] = objectId, ["Thumbprint"] = thumbprint, ["NotAfter"] = notAfter.UtcDateTime,
        });
    }

    private async Task NewRegistrationTokenAsync(CommandInvocation run, StampCaller caller, CancellationToken cancellationToken)
    {
        var request = new RegistrationTokenRequest(
            run.Get<string>("BillingModel"),
            run.Get<string>("AgreementNumber"),
            run.Parameters.ContainsKey("MsAssetTag") ? run.Get<string>("MsAssetTag") : null,
            run.Get<bool>("UsageReportingEnabled"),
            run.Get<bool>("MarketplaceSyndicationEnabled"),
            run.Parameters.ContainsKey("TokenVersion") ? run.Get<string>("TokenVersion") : null);
        run.WriteObject(await tokens.MakeAsync(caller, request, cancellationToken));
    }

    private Task NewActivationAsync(CommandInvocation run, StampCaller caller, CancellationToken cancellationToken)
    {
        var key = Given(run.Get<string>("ActivationKey"))
            ?? throw new CommandFailure("ParameterArgumentValidationErrorEmptyStringNotAllowed", "Cannot bind argument to parameter 'ActivationKey' because it is an empty string.");
        return actions.RunAsync(
            run.Command.Name,
            "ActivateAzureBridge",
            caller,
            TimeoutOf(run),
            async (progress, stopping) =>
            {
                progress("Verifying the activation key");
                return await activations.ActivateAsync(caller, new Secret(key), stopping);
            },
            cancellationToken);
    }

    private Task RemoveActivationAsync(CommandInvocation run, StampCaller caller, CancellationToken cancellationToken) =>
        actions.RunAsync(
            run.Command.Name,
            "DeactivateAzureBridge",
            caller,
            TimeoutOf(run),
            (_, stopping) => activations.RemoveAsync(caller, stopping),
            cancellationToken);

    private Task SetKeyPairAsync(CommandInvocation run, StampCaller caller, CancellationToken cancellationToken) =>
        run.Get<bool>("Renew") ? keyPairs.RenewAsync(caller, cancellationToken) : keyPairs.EnsureAsync(caller, cancellationToken);

    private static TimeSpan TimeoutOf(CommandInvocation run) => run.Get<int>("TimeoutInSeconds") is > 0 and <= LongestTimeout and var seconds
        ? TimeSpan.FromSeconds(seconds)
        : throw new CommandFailure("TimeoutOutOfRange", $"Cannot wait that long: -TimeoutInSeconds is a number from 1 to {LongestTimeout}.");

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    /// <summary>Runs a command for the session's caller and turns what fails into an ErrorRecord with a stable id.</summary>
    internal static Func<CommandInvocation, CancellationToken, Task> Guarded(Func<CommandInvocation, StampCaller, CancellationToken, Task> command) =>
        async (run, cancellationToken) =>
        {
            try
            {
                await command(run, StampCaller.CloudAdministrator(run.Identity.UserName), cancellationToken);
            }
            catch (CommandFailure failure)
            {
                throw new CommandFailedException(
                    new RemoteError(failure.Message, failure.ErrorId)
                    {
                        Category = failure.Entry?.Kind is FailureKind.SignInOrRights ? RemoteErrorCategory.PermissionDenied : RemoteErrorCategory.InvalidOperation,
                        RecommendedAction = failure.Entry?.Fix,
                    },
                    failure);
            }
            catch (CataloguedException failure)
            {
                throw new CommandFailedException(
                    new RemoteError(failure.Message, failure.Entry.Code) { Category = RemoteErrorCategory.InvalidOperation, RecommendedAction = failure.Entry.Fix }, failure);
            }
            catch (ArmException failure)
            {
                throw new CommandFailedException(
                    new RemoteError(failure.Error.Message, failure.Error.Code)
                    {
                        Category = failure.StatusCode == 403 ? RemoteErrorCategory.PermissionDenied : RemoteErrorCategory.InvalidOperation,
                    },
                    failure);
            }
        };
}
