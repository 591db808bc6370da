using Azsreg.Operator.Environments;
using Azsreg.Operator.Offline;
using Azsreg.Portal.Region;
using Azsreg.Portal.Session;
using Azsreg.Portal.Work;
using Azsreg.Protocol;

namespace Azsreg.Portal.Registration;

/// <summary>The steps of a disconnected registration that are done at the stamp: token, activation, and the way back.</summary>
internal sealed class OfflineDesk(DeskGround ground, PortalAzure azure)
{
    /// <summary>The billing models that need no line to Azure.</summary>
    public static IReadOnlyList<BillingModel> Models { get; } = [BillingModel.Capacity, BillingModel.Development, BillingModel.Custom];

    /// <summary>The token file that the person had made; null where there is none.</summary>
    public FileInfo? TokenFile(StampOverview overview) =>
        overview.Region.StampCloudId is { } cloudId && new FileInfo(Path.Combine(Folder(), OfflineToken.FileName(cloudId))) is { Exists: true } file ? file : null;

    /// <summary>Has the stamp make a token.</summary>
    /// <exception cref="CataloguedException">Something is missing (AZR8014), a rule is broken (AZR2101), or another run goes on (AZR8010).</exception>
    public async Task<WorkItem> TokenAsync(
        BillingModel? model, string agreementNumber, string msAssetTag, string environment, CloudAdminForm form, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        if (model is null)
            missing.Add("the billing model");
        if (model == BillingModel.Capacity && agreementNumber.Length == 0)
            missing.Add("the agreement number");
        if (model == BillingModel.Custom && msAssetTag.Length == 0)
            missing.Add("the asset tag");
        Demand([.. missing, .. form.Missing]);
        var context = await azure.ContextAsync(cancellationToken);
        EnvironmentEntry entry = context.Environments.Get(environment.Length == 0 ? null : environment);
        var request = new OfflineTokenRequest
        {
            BillingModel = model!.Value,
            AgreementNumber = model == BillingModel.Capacity ? agreementNumber : null,
            MsAssetTag = model == BillingModel.Custom ? msAssetTag : null,
            Environment = entry.Environment,
            File = Folder(),
            // The folder holds nothing but this stamp's own tokens for this person.
            Force = true,
        };
        return await ground.StartAsync(
            OfflineToken.WorkflowName, $"Registration token of {ground.Stamp}", "/registration/offline", form, null,
            async (sides, teller, cancellation) =>
            {
                // Where the file lies on this machine is nobody's business in a browser.
                var outcome = await new OfflineToken(sides.Folder, ground.Clock, Random.Shared).RunAsync(
                    request, sides.Stamp, told => teller.Observe(told.Step == "destination" ? told with { Detail = null } : told), cancellation);
                return Told(outcome, entry.Name);
            });
    }

    /// <summary>Activates the stamp with a key that was carried over.</summary>
    /// <exception cref="CataloguedException">The key is none (AZR5001 to AZR5014), something is missing (AZR8014), or another run goes on (AZR8010).</exception>
    public Task<WorkItem> ActivateAsync(byte[] file, string name, CloudAdminForm form)
    {
        Demand([.. form.Missing]);
        var key = CarriedFile.ReadKey(file, $"'{name}'");
        return ground.StartAsync(
            OfflineActivation.WorkflowName, $"Activate {ground.Stamp}", "/registration/offline", form, null,
            async (sides, teller, cancellation) =>
            {
                var outcome = await new OfflineActivation(sides.Folder, ground.Clock, Random.Shared)
                    .RunAsync(key, sides.Stamp, (_, _) => Task.FromResult(true), teller.Observe, cancellation);
                return Told(outcome);
            });
    }

    /// <summary>Ends the activation, as the first step of the way back.</summary>
    /// <exception cref="CataloguedException">The name typed is another one (AZR8013), something is missing (AZR8014), or another run goes on (AZR8010).</exception>
    public Task<WorkItem> DeactivateAsync(string typed, StampOverview overview, CloudAdminForm form)
    {
        Demand([.. form.Missing]);
        var wanted = RemovalDesk.ConfirmationOf(overview, ground.Stamp);
        if (typed != wanted)
            throw new CataloguedException(ErrorCatalogue.ConfirmationDiffers, $"'{typed}' was typed, and '{wanted}' is asked for.");
        return ground.StartAsync(
            OfflineDeactivation.WorkflowName, $"Deactivate {ground.Stamp}", "/registration/offline", form, null,
            async (sides, teller, cancellation) =>
            {
                var outcome = await new OfflineDeactivation(sides.Folder, ground.Clock, Random.Shared)
                    .RunAsync(sides.Stamp, (_, _) => Task.FromResult(true), teller.Observe, cancellation);
                return Told(outcome);
            });
    }

    /// <summary>What is typed at Azure with the token, in order.</summary>
    public static IReadOnlyList<string> AzureCommands(string cloudId)
    {
        var name = WellKnown.DefaultRegistrationName(cloudId);
        return
        [
            CommandText.Azsreg("login"),
            CommandText.Azsreg("offline", "register", "--token-file", OfflineToken.FileName(cloudId)),
            CommandText.Azsreg("offline", "key", "--token-file", OfflineToken.FileName(cloudId), "--out", OfflineKey.FileName(name)),
        ];
    }

    /// <summary>What is typed at Azure to remove what stays there.</summary>
    public static string UnregisterCommand(ArmResourceId? registration, string cloudId) => registration is null
        ? CommandText.Azsreg("offline", "unregister", "--cloud-id", cloudId)
        : CommandText.Azsreg("offline", "unregister", "--registration-name", registration.Name, "--subscription", registration.SubscriptionId);

    private string Folder()
    {
        var folder = Path.Combine(ground.Folder.Operator, "carried");
        Directory.CreateDirectory(folder);
        return folder;
    }

    private static void Demand(IReadOnlyList<string> missing)
    {
        if (missing.Count > 0)
            throw new CataloguedException(ErrorCatalogue.FormIncomplete, $"Still missing: {string.Join(", ", missing)}.");
    }

    private static WorkOutcome Told(OfflineTokenOutcome outcome, string environment)
    {
        var token = outcome.Token!;
        // An unsigned token has nothing in it that would show damage; its digest travels in the command.
        var register = token.Seal == TokenSeal.None
            ? CommandText.Azsreg("offline", "register", "--token-file", OfflineToken.FileName(outcome.CloudId), "--sha256", token.Fingerprint)
            : null;
        var commands = AzureCommands(outcome.CloudId);
        return new WorkOutcome("The registration token is made.")
        {
            Facts =
            [
                new("File", OfflineToken.FileName(outcome.CloudId)),
                new("SHA-256", token.Fingerprint),
                new("Cloud id", outcome.CloudId),
                new("Signed", token.SignerKey is { } key ? $"by the stamp's key {key}" : $"no: a token of version {token.Token.Version} is not"),
            ],
            Notes =
            [
                $"Carry the file to a machine that reaches {environment} and type these there; then bring the key file back.",
                "Keep the token's file: the registration can be removed by it later, also when the stamp is gone.",
            ],
            Commands = register is null ? commands : [commands[0], register, commands[2]],
            Links = [new("Download the token file", "/registration/offline/token"), new("Go on with the key file", "/registration/offline")],
        };
    }

    private static WorkOutcome Told(OfflineActivationOutcome outcome)
    {
        var (key, reading) = (outcome.Key.Key, outcome.StampReading);
        return new WorkOutcome(outcome.Report.Plan.ChangesAnything
            ? "The stamp is registered and activated, without a line to Azure."
            : "The stamp was active with this registration already and has the key again.")
        {
            Facts =
            [
                new("Registration", key.RegistrationName),
                new("Resource group", key.ResourceGroupName),
                new("Subscription", key.SubscriptionId),
                new("Cloud id", outcome.CloudId),
                new("Billing model", key.BillingModel + (key.AgreementNumber is { } number ? $", agreement {number}" : "")),
                new("Activation", reading.WasRead ? reading.ActivationState ?? "" : $"done; the stamp was not read: {reading.WhyNot}"),
            ],
            Notes = [$"Keep the registration's name ({key.RegistrationName}), its subscription and the token's file: by them it is removed one day."],
            Links = [new("Region properties", "/region")],
        };
    }

    private static WorkOutcome Told(OfflineDeactivationOutcome outcome)
    {
        var id = ArmResourceId.TryParse(outcome.RegistrationId, out var known) ? known : null;
        return new WorkOutcome(outcome.Report.Plan.ChangesAnything ? "The stamp is not activated any more." : "The stamp was not activated; nothing was changed.")
        {
            Facts = [new("Cloud id", outcome.CloudId), new("Registration", id?.Name ?? "not told; it is still on Azure if there was one")],
            Notes = ["The registration is still on Azure. Remove it on a machine that reaches Azure:"],
            Commands = [UnregisterCommand(id, outcome.CloudId)],
            Links = [new("Region properties", "/region")],
        };
    }
}
