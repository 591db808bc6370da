using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Azsreg.Identity;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(DeviceAnswer))]
[JsonSerializable(typeof(SignedIn))]
[JsonSerializable(typeof(AuthorizationCode))]
[JsonSerializable(typeof(DeviceRequest))]
[JsonSerializable(typeof(SignInFlow))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class IdentityJson : JsonSerializerContext;
