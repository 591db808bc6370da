using Azsreg.ArmServer;

namespace Azsreg.Stamp.Admin;

/// <summary>The resource types of admin ARM and their api-versions.</summary>
internal static class AdminVersions
{
    public static readonly ArmApiVersions Activations = ArmApiVersions.OfProvider("Microsoft.AzureBridge.Admin/activations", "2016-01-01");
    public static readonly ArmApiVersions RegionHealths = ArmApiVersions.OfProvider("Microsoft.InfrastructureInsights.Admin/regionHealths", "2016-05-01");
    public static readonly ArmApiVersions FabricLocations = ArmApiVersions.OfProvider("Microsoft.Fabric.Admin/fabricLocations", "2022-03-01", "2016-05-01");
    public static readonly ArmApiVersions Activity = ArmApiVersions.OfProvider("Microsoft.Fabric.Admin/auditRecords", "2022-03-01");
    public static readonly ArmApiVersions Permissions = ArmApiVersions.OfProvider("Microsoft.Authorization/permissions", "2022-04-01", "2018-07-01", "2015-07-01");
    public static readonly ArmApiVersions Metadata = ArmApiVersions.OfResourceManager("Microsoft.Resources/metadata", "2022-09-01", "2019-05-01", "2015-01-01", "1.0");

    public static readonly ArmApiVersions Subscriptions = ArmApiVersions.OfResourceManager(
        "Microsoft.Resources/subscriptions", "2022-12-01", "2021-01-01", "2020-01-01", "2019-06-01", "2016-06-01", "2015-11-01", "2015-01-01", "2014-04-01");

    public static readonly ArmApiVersions ResourceGroups = ArmApiVersions.OfResourceManager(
        "Microsoft.Resources/resourceGroups", "2021-04-01", "2020-10-01", "2019-10-01", "2018-05-01", "2016-09-01", "2015-01-01");
}
