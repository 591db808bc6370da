using Azsreg.Protocol;

namespace Azsreg.Operator.Check;

/// <summary>The registration that a stamp has or would get.</summary>
/// <param name="CloudId">The stamp's cloud id.</param>
/// <param name="Id">Where it is, or would be.</param>
/// <param name="Existing">The registration; null where it is still to be made.</param>
/// <param name="OwnElsewhere">The stamp's registration under another name than the one meant; null where it has none.</param>
internal sealed record RegistrationFinding(
    string CloudId, ArmResourceId Id, Protocol.Registration? Existing, Protocol.Registration? OwnElsewhere)
{
    public bool IsOfAnotherStamp => Existing is not null && !string.Equals(Existing.Properties.CloudId, CloudId, StringComparison.OrdinalIgnoreCase);
}
