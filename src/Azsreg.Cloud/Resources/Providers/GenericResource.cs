namespace Azsreg.Cloud;

/// <summary>A tracked resource as lists of all resources show it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its whole type.</param>
/// <param name="Location">Where it is; <c>global</c> for a type without regions.</param>
/// <param name="Tags">Its tags, if any.</param>
/// <param name="Kind">Its kind, if the type has any.</param>
/// <param name="CreatedTime">When it was made, UTC.</param>
/// <param name="ChangedTime">When it was last changed, UTC.</param>
public sealed record GenericResource(
    string Id,
    string Name,
    string Type,
    string Location,
    IReadOnlyDictionary<string, string>? Tags = null,
    string? Kind = null,
    DateTimeOffset? CreatedTime = null,
    DateTimeOffset? ChangedTime = null);
