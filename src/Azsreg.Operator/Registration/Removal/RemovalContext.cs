using Azsreg.AzureClient;
using Azsreg.Operator.History;
using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration.Removal;

/// <summary>What the steps of a removal share.</summary>
internal sealed class RemovalContext(
    RemovalRequest request, AzureSide azure, StampSide stampSide, StampCommands stamp, RegistrationHistory history, TimeProvider clock)
{
    public RemovalRequest Request => request;

    public AzureSide Azure => azure;

    public StampSide StampSide => stampSide;

    public StampCommands Stamp => stamp;

    public RegistrationHistory History => history;

    public TimeProvider Clock => clock;

    public AzureSubscription? Subscription { get; set; }

    public StampInformation? Information { get; set; }

    /// <summary>The registration; null where Azure has none any more.</summary>
    public Protocol.Registration? Existing { get; set; }

    /// <summary>Its id, also where an interrupted attempt has removed it already; null where there never was one.</summary>
    public ArmResourceId? Id { get; set; }

    /// <summary>The bridge's service principal, as the registration named it.</summary>
    public string? BridgeObjectId { get; set; }

    public StampReading Reading { get; set; } = StampReading.NotRead("not looked at");

    public Func<string, StepMemory> MemoryOf { get; set; } = _ => StepMemory.Nothing;

    public string CloudId
    {
        get => field ?? Information?.CloudId ?? Existing?.Properties.CloudId ?? MemoryOf("registration")["cloudId"] ?? request.CloudId
            ?? throw new InvalidOperationException("Read before the stamp was asked.");
        set;
    }
}
