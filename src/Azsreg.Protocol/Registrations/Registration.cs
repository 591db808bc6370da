using System.Text.Json.Serialization;

namespace Azsreg.Protocol;

/// <summary>A registration as the provider answers it (Microsoft.AzureStack, 2017-06-01, Registrations_Get).</summary>
/// <param name="Id">The ARM id.</param>
/// <param name="Name">The name.</param>
/// <param name="Type"><see cref="WellKnown.RegistrationType"/>.</param>
/// <param name="Location"><c>global</c>.</param>
/// <param name="Properties">What the service tells of it; the token is never among it.</param>
/// <param name="Etag">A strong entity tag, quotes included.</param>
/// <param name="Tags">Tags, where there are any.</param>
public sealed record Registration(
    string Id, string Name, string Type, string Location, RegistrationProperties Properties,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Etag = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? Tags = null);
