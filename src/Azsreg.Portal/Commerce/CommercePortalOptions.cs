namespace Azsreg.Portal.Commerce;

/// <summary>What the commerce pages of an Azure side are configured with.</summary>
public sealed record CommercePortalOptions
{
    /// <summary>Where that Azure's Resource Manager and sign-in answer; ends in a slash.</summary>
    public required Uri AzureUrl { get; init; }

    /// <summary>The pages as a client of that sign-in.</summary>
    public required string ClientId { get; init; }

    /// <summary>The names they answer to beside this machine's own.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];
}
