using System.Text.Json.Serialization;

namespace Azsreg.Protocol;

/// <summary>The activation on a stamp (Microsoft.AzureBridge.Admin, 2016-01-01, Activations_Get).</summary>
/// <param name="Id">The ARM id.</param>
/// <param name="Name"><c>default</c>.</param>
/// <param name="Type"><c>Microsoft.AzureBridge.Admin/activations</c>.</param>
/// <param name="Location">The stamp's region.</param>
/// <param name="Properties">What it says.</param>
/// <param name="Etag">A weak entity tag.</param>
public sealed record Activation(
    string Id, string Name, string Type, string? Location, ActivationProperties Properties,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Etag = null);
