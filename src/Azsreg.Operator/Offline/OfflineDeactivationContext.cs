using Azsreg.Operator.Registration;

namespace Azsreg.Operator.Offline;

/// <summary>What the steps of <see cref="OfflineDeactivation"/> share.</summary>
internal sealed class OfflineDeactivationContext(StampSide side, StampCommands commands, TimeProvider clock)
    : OfflineStampContext(side, commands, clock)
{
    /// <summary>The registration the stamp is, or was before this run, activated with; null where that is not told.</summary>
    public string? RegistrationId { get; set; }
}
