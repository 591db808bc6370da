using System.Globalization;
using Azsreg.Protocol;
using Azsreg.Remoting;

namespace Azsreg.Operator.Registration;

/// <summary>What <c>Get-AzureStackStampInformation</c> told, as far as registering needs it.</summary>
internal sealed record StampInformation(
    string CloudId, string? DeploymentId, Version Version, int Nodes, string? RegionName, string? TenantId, string? ExternalDomainFqdn, bool TellsNodes = false)
{
    /// <summary>Reads the answer. Real stamps differ in what else they tell; only these fields are needed.</summary>
    /// <exception cref="CataloguedException">A field without which nothing can be registered is missing.</exception>
    public static StampInformation Read(RemoteObject told)
    {
        var cloudId = told.GetString("CloudID");
        if (string.IsNullOrWhiteSpace(cloudId) || cloudId.Length > 64 || !cloudId.All(one => char.IsAsciiLetterOrDigit(one) || one == '-'))
            throw Unreadable("CloudID", cloudId);
        if (!Version.TryParse(told.GetString("StampVersion"), out var version))
            throw Unreadable("StampVersion", told.GetString("StampVersion"));
        // Early builds do not tell the number of nodes; one is what keeps the gates for several shut.
        var tellsNodes = int.TryParse(told.GetString("NumberOfNodes"), NumberStyles.None, CultureInfo.InvariantCulture, out var count);
        var nodes = tellsNodes ? count : 1;
        return new StampInformation(
            cloudId, told.GetString("DeploymentID"), version, nodes, told.GetString("RegionName"), told.GetString("AADTenantID"),
            told.GetString("ExternalDomainFQDN"), tellsNodes);
    }

    private static CataloguedException Unreadable(string field, string? value) => new(
        ErrorCatalogue.StampCommandFailed,
        $"Get-AzureStackStampInformation told no usable {field} ({(value is null ? "none" : $"'{(value.Length > 80 ? value[..80] + "…" : value)}'")}).");
}
