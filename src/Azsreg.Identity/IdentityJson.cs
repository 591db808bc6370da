using System.Text.Encodings.Web;
using System.Text.Json;
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
internal sealed partial class IdentityJson : JsonSerializerContext
{
    /// <summary>
    /// For answers: quotes and angle brackets stay readable in error descriptions, as Entra ID's do. The answers are JSON with
    /// <c>nosniff</c>, never part of a page.
    /// </summary>
    public static readonly IdentityJson Answers = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
