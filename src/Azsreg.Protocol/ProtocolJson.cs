using System.Text.Json;
using System.Text.Json.Serialization;

namespace Azsreg.Protocol;

/// <summary>
/// The JSON of everything in this room: camel case, nulls left out. <see cref="Tolerant"/> reads field names in any letter case and
/// refuses repeated fields.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 32)]
[JsonSerializable(typeof(ArmErrorEnvelope))]
[JsonSerializable(typeof(RegistrationToken))]
[JsonSerializable(typeof(ActivationKey))]
[JsonSerializable(typeof(Registration))]
[JsonSerializable(typeof(ArmPage<Registration>))]
[JsonSerializable(typeof(RegistrationParameter))]
[JsonSerializable(typeof(ActivationKeyResult))]
[JsonSerializable(typeof(Product))]
[JsonSerializable(typeof(ArmPage<Product>))]
[JsonSerializable(typeof(ExtendedProduct))]
[JsonSerializable(typeof(DeviceConfiguration))]
[JsonSerializable(typeof(MarketplaceProductLogUpdate))]
[JsonSerializable(typeof(ProductLog))]
[JsonSerializable(typeof(Activation))]
[JsonSerializable(typeof(ArmPage<Activation>))]
[JsonSerializable(typeof(Alert))]
[JsonSerializable(typeof(ArmPage<Alert>))]
[JsonSerializable(typeof(CustomerSubscription))]
[JsonSerializable(typeof(ArmPage<CustomerSubscription>))]
[JsonSerializable(typeof(UsageBatchHeader))]
[JsonSerializable(typeof(UsageBatchAnswer))]
[JsonSerializable(typeof(UsageFileHeader))]
[JsonSerializable(typeof(UsageFileSeal))]
public sealed partial class ProtocolJson : JsonSerializerContext
{
    /// <summary>Reads what peers and people send.</summary>
    public static ProtocolJson Tolerant { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        PropertyNameCaseInsensitive = true,
        AllowDuplicateProperties = false,
        MaxDepth = 32,
    });
}
