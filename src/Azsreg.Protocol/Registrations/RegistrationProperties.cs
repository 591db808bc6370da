using System.Text.Json.Serialization;

namespace Azsreg.Protocol;

/// <summary>The properties of a registration.</summary>
/// <param name="ObjectId">The bridge's service principal.</param>
/// <param name="CloudId">The stamp.</param>
/// <param name="BillingModel">The billing model's name.</param>
public sealed record RegistrationProperties(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ObjectId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? CloudId,
    string? BillingModel);
