using Azsreg.AzureClient;
using Azsreg.Operator.History;
using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration;

/// <summary>
/// What the steps of a registration share. A step fills in what it found while looking; later steps only read. Reads that
/// several steps need are kept, so that looking costs each of them once.
/// </summary>
internal sealed class RegistrationContext(
    RegistrationRequest request, AzureSide azure, StampSide stampSide, StampCommands stamp, RegistrationHistory history, TimeProvider clock)
{
    /// <summary>The first of the warnings a stamp gives before the end.</summary>
    private static readonly TimeSpan RenewalWindow = TimeSpan.FromDays(90);

    private StampInformation? _information;
    private AzureSubscription? _subscription;
    private ArmResourceId? _id;
    private RegistrationValues? _values;

    public RegistrationRequest Request => request;

    public AzureSide Azure => azure;

    public StampSide StampSide => stampSide;

    public StampCommands Stamp => stamp;

    public RegistrationHistory History => history;

    public TimeProvider Clock => clock;

    public AzureSubscription Subscription
    {
        get => Read(_subscription, "account");
        set => _subscription = value;
    }

    public StampInformation Information
    {
        get => Read(_information, "stamp");
        set => _information = value;
    }

    /// <summary>The registration's ARM id, chosen by the name step.</summary>
    public ArmResourceId Id
    {
        get => Read(_id, "name");
        set => _id = value;
    }

    /// <summary>What the registration shall say, settled by the billing step.</summary>
    public RegistrationValues Values
    {
        get => Read(_values, "billing");
        set => _values = value;
    }

    public bool ProviderRegistered { get; set; }

    /// <summary>Where the group lies; null while it is still to be made.</summary>
    public string? ResourceGroupLocation { get; set; }

    /// <summary>The registration as Azure has it; null where there is none.</summary>
    public Protocol.Registration? Existing { get; set; }

    /// <summary>What it says; null where there is none, or where it cannot be read.</summary>
    public RegistrationValues? Registered { get; set; }

    /// <summary>What it said before this run put it; null where it was not put, or was not there.</summary>
    public RegistrationValues? Former { get; set; }

    /// <summary>What a registration that is gone said, as the stamp or the history here still tells; null where there is one, or none ever was.</summary>
    public RegistrationValues? Recalled { get; set; }

    /// <summary>What stays where nothing else is asked for.</summary>
    public RegistrationValues? Kept => Registered ?? Recalled;

    /// <summary>When the registration ends; null where there is none, or where it cannot be read.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>How many nodes it lists; 0 where it tells none.</summary>
    public int RegisteredNodes { get; set; }

    public bool IsExpired => ExpiresAt is { } end && end <= clock.GetUtcNow();

    /// <summary>Whether it is time to renew: it ends within the first warning, or has ended.</summary>
    public bool EndsSoon => ExpiresAt is { } end && end - clock.GetUtcNow() <= RenewalWindow;

    /// <summary>Whether the stamp's hosts are not those the registration lists.</summary>
    public bool HardwareDiffers => Existing is not null
        && (Reading is { HardwareDiffers: true } || (RegisteredNodes > 0 && Information.TellsNodes && RegisteredNodes != Information.Nodes));

    /// <summary>The bridge's service principal; null until it is made.</summary>
    public string? BridgeObjectId { get; set; }

    /// <summary>A token that was carried here as a file, from a stamp that is out of reach; null where the stamp makes one.</summary>
    public CarriedToken? Carried { get; init; }

    /// <summary>What to type for a registration of another name, up to its options.</summary>
    public string SetCommand { get; init; } = $"azsreg registration set --stamp {stampSide.Name} …";

    /// <summary>What to type to remove a registration, up to its options.</summary>
    public string RemoveCommand { get; init; } = $"azsreg registration remove --stamp {stampSide.Name}";

    /// <summary>
    /// Whether the registration has to be put: it is new, names another bridge or, being one without a line until now, none; or says something else.
    /// </summary>
    public bool WillPut => Carried is not null ? Existing is null || !IsOfCarriedToken(Existing) : Existing is null
        || BridgeObjectId is null
        || !string.Equals(BridgeObjectId, Existing.Properties.ObjectId, StringComparison.OrdinalIgnoreCase)
        || SaysSomethingElse(Existing)
        || (IsToBePutAgain && MemoryOf("registration").Phase != StepPhase.Acted);

    /// <summary>Whether a new token is wanted though the registration says what it shall.</summary>
    private bool IsToBePutAgain => request.Reregister || (request.Renew && EndsSoon) || HardwareDiffers;

    /// <summary>Whether the stamp has to be activated, decided by the activation-key step.</summary>
    public bool WillActivate { get; set; }

    /// <summary>What the journal remembers of a step of this run.</summary>
    public Func<string, StepMemory> MemoryOf { get; set; } = _ => StepMemory.Nothing;

    public Secret? Token { get; set; }

    public Secret? ActivationKey { get; set; }

    /// <summary>What reading the stamp at the end told.</summary>
    public StampReading? Reading { get; set; }

    public string SubscriptionScope => $"/subscriptions/{azure.SubscriptionId}";

    public string GroupScope => $"{SubscriptionScope}/resourceGroups/{Id.ResourceGroupName}";

    /// <summary>One phrase for errors and plans.</summary>
    public string SubscriptionName => $"{Subscription.DisplayName} ({azure.SubscriptionId})";

    /// <summary>Azure does not tell of which token a registration is. What this program put itself and nobody has changed since, it remembers.</summary>
    public bool IsOfCarriedToken(Protocol.Registration existing) =>
        history.Find(ArmResourceId.Parse(existing.Id)) is { Etag: { } etag } recorded && etag == existing.Etag && history.Token(recorded) is { } token && token.Equals(Carried!.Text);

    private bool SaysSomethingElse(Protocol.Registration existing)
    {
        if (Registered is not null) return Registered != Values;
        // What it says cannot be read; then only what was asked for by name is reason enough to put it again.
        return !string.Equals(existing.Properties.BillingModel, Values.Model.ToString(), StringComparison.OrdinalIgnoreCase)
            || request is not { UsageReporting: null, MarketplaceSyndication: null, AgreementNumber: null, MsAssetTag: null };
    }

    private static T Read<T>(T? value, string step)
        where T : class => value ?? throw new InvalidOperationException($"Read before step '{step}' has looked.");
}
