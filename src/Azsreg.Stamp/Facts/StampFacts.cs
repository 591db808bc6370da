namespace Azsreg.Stamp.Facts;

/// <summary>What a stamp is, as it stands in its store. Ids never change; version, names and size follow the options of a start.</summary>
internal sealed record StampFacts
{
    public required Guid CloudId { get; init; }

    public required Guid DeploymentId { get; init; }

    /// <summary>The Default Provider Subscription: the scope of everything administrators do.</summary>
    public required Guid ProviderSubscriptionId { get; init; }

    /// <summary>Tenant of the stamp's own sign-in.</summary>
    public required Guid AdminTenantId { get; init; }

    public required string StampVersion { get; init; }

    public required string Region { get; init; }

    public required string DomainFqdn { get; init; }

    public required string DomainNetBiosName { get; init; }

    public required string ExternalDomainFqdn { get; init; }

    public required int NumberOfNodes { get; init; }

    public required IdentitySystem IdentitySystem { get; init; }

    public Guid? AadTenantId { get; init; }

    public string? AadTenantName { get; init; }

    /// <summary>Prefix of host names, as <c>AzS</c> in <c>AzS-Node01</c>.</summary>
    public required string Prefix { get; init; }

    public Version Version => Version.Parse(StampVersion);

    public string HealthResourceGroup => $"System.{Region}";

    public IEnumerable<string> HostNames => Enumerable.Range(1, NumberOfNodes).Select(node => $"{Prefix}-Node{node:D2}");
}
