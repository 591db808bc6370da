namespace Azsreg.Cloud.Registrations;

/// <summary>What a PUT or PATCH asks of a registration.</summary>
/// <param name="Token">The registration token; null where the request leaves it as it is (a PATCH of tags).</param>
/// <param name="Tags">The whole new tag map; null where the request leaves the tags as they are.</param>
/// <param name="IfMatch">The condition header, if any.</param>
/// <param name="IfNoneMatch">The condition header, if any.</param>
internal sealed record RegistrationChange(
    string? Token, IReadOnlyDictionary<string, string>? Tags, string? IfMatch = null, string? IfNoneMatch = null);
