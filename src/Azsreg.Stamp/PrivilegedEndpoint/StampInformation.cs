using Azsreg.Remoting;
using Azsreg.Stamp.Facts;

namespace Azsreg.Stamp.PrivilegedEndpoint;

/// <summary>What <c>Get-AzureStackStampInformation</c> tells, in the order it tells it. Addresses follow from the facts.</summary>
internal sealed record StampInformation(
    StampFacts Facts,
    string ExternalDnsIpAddress01,
    string ExternalDnsIpAddress02,
    IReadOnlyList<string> EmergencyConsoleIpAddresses,
    IReadOnlyList<KeyValuePair<string, string>> AdminEndpoints,
    IReadOnlyList<KeyValuePair<string, string>> TenantEndpoints)
{
    public static StampInformation Of(StampFacts facts) => new(
        facts,
        "192.168.200.224",
        "192.168.200.225",
        ["192.168.200.230", "192.168.200.231", "192.168.200.232"],
        [
            new("AdminPortal", $"https://adminportal.{facts.ExternalDomainFqdn}/"),
            new("AdminResourceManager", $"https://adminmanagement.{facts.ExternalDomainFqdn}/"),
            new("AdminHosting", $"https://adminhosting.{facts.ExternalDomainFqdn}/"),
        ],
        [
            new("TenantPortal", $"https://portal.{facts.ExternalDomainFqdn}/"),
            new("TenantResourceManager", $"https://management.{facts.ExternalDomainFqdn}/"),
            new("TenantHosting", $"https://hosting.{facts.ExternalDomainFqdn}/"),
        ]);

    public RemoteObject ToRemoteObject() => new("AzureStackStampInformation")
    {
        ["CloudID"] = Facts.CloudId.ToString(),
        ["DeploymentID"] = Facts.DeploymentId.ToString(),
        ["StampVersion"] = Facts.StampVersion,
        ["NumberOfNodes"] = Facts.NumberOfNodes,
        ["RegionName"] = Facts.Region,
        ["IdentitySystem"] = Facts.IdentitySystem.ToString(),
        ["AADTenantID"] = Facts.AadTenantId?.ToString(),
        ["AADTenantName"] = Facts.AadTenantName,
        ["DomainFQDN"] = Facts.DomainFqdn,
        ["DomainNetBIOSName"] = Facts.DomainNetBiosName,
        ["ExternalDomainFQDN"] = Facts.ExternalDomainFqdn,
        ["ExternalDNSIPAddress01"] = ExternalDnsIpAddress01,
        ["ExternalDNSIPAddress02"] = ExternalDnsIpAddress02,
        ["EmergencyConsoleIPAddresses"] = EmergencyConsoleIpAddresses,
        ["Timezone"] = "UTC",
        ["AdminExternalEndpoints"] = Bag(AdminEndpoints),
        ["TenantExternalEndpoints"] = Bag(TenantEndpoints),
    };

    private static RemoteObject Bag(IEnumerable<KeyValuePair<string, string>> endpoints)
    {
        var bag = new RemoteObject();
        foreach (var (name, url) in endpoints)
            bag[name] = url;
        return bag;
    }
}
