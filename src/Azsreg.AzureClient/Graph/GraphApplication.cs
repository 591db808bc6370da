namespace Azsreg.AzureClient;

/// <summary>An application of a directory.</summary>
/// <param name="Id">Its object id.</param>
/// <param name="AppId">Its client id.</param>
/// <param name="DisplayName">Its name.</param>
/// <param name="KeyCredentials">The certificates it may sign in with.</param>
public sealed record GraphApplication(string Id, string AppId, string? DisplayName, IReadOnlyList<GraphCertificate>? KeyCredentials = null);
