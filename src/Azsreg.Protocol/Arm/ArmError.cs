using System.Text.Json;
using System.Text.Json.Serialization;

namespace Azsreg.Protocol;

/// <summary>The inner object of ARM's error envelope (ARM RPC, common API details, "Error response content").</summary>
/// <param name="Code">Pascal-case, never localised.</param>
/// <param name="Message">For a person.</param>
/// <param name="Target">The field or resource it is about.</param>
/// <param name="Details">Further errors.</param>
/// <param name="AdditionalInfo">Typed extras, such as a policy violation.</param>
public sealed record ArmError(
    string Code,
    string Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Target = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ArmError>? Details = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? AdditionalInfo = null);
