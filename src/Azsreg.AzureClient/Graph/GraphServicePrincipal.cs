namespace Azsreg.AzureClient;

/// <summary>An application's identity in a directory.</summary>
/// <param name="Id">Its object id, which roles are given to.</param>
/// <param name="AppId">The application's client id.</param>
/// <param name="DisplayName">Its name.</param>
public sealed record GraphServicePrincipal(string Id, string AppId, string? DisplayName);
