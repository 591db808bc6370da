using Azsreg.Operator.Registration;
using Azsreg.Protocol;

namespace Azsreg.Operator.Offline;

/// <summary>What the steps of <see cref="OfflineActivation"/> share.</summary>
internal sealed class OfflineActivationContext(CarriedKey key, StampSide side, StampCommands commands, TimeProvider clock)
    : OfflineStampContext(side, commands, clock)
{
    public CarriedKey Key => key;
}
