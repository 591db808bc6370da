using System.Text.Json.Serialization;

namespace Azsreg.Cloud.Registrations;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(ActivationSigningKeys.PublicSigningKey))]
internal sealed partial class RegistrationJson : JsonSerializerContext;
