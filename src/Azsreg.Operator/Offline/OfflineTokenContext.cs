using Azsreg.Operator.Registration;
using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Offline;

/// <summary>What the steps of <see cref="OfflineToken"/> share.</summary>
internal sealed class OfflineTokenContext(OfflineTokenRequest request, StampSide side, StampCommands commands, TimeProvider clock)
    : OfflineStampContext(side, commands, clock)
{
    public OfflineTokenRequest Request => request;

    /// <summary>What the token shall say; both features are off, as there is no line for them.</summary>
    public RegistrationValues Values { get; } =
        new(request.BillingModel, UsageReporting: false, MarketplaceSyndication: false, request.AgreementNumber, request.MsAssetTag);

    public CarriedDestination? Destination { get; set; }

    /// <summary>The token: the one an interrupted run has written, or the one just made.</summary>
    public CarriedToken? Token { get; set; }

    /// <summary>Whether the file is that of an interrupted run of this very command.</summary>
    public bool IsWritten { get; set; }

    public Func<string, StepMemory> MemoryOf { get; init; } = _ => StepMemory.Nothing;
}
