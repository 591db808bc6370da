using Azsreg.ArmServer;

namespace Azsreg.Cloud;

/// <summary>The api-versions of the types the resource manager answers for itself, as the public cloud lists them.</summary>
internal static class ResourceManagerVersions
{
    private static readonly string[] Resources =
    [
        "2014-01-01", "2014-04-01", "2014-04-01-preview", "2014-06-01", "2014-09-01", "2015-01-01", "2015-07-01", "2015-11-01", "2016-02-01",
        "2016-06-01", "2016-07-01", "2016-09-01", "2017-03-01", "2017-05-01", "2017-05-10", "2017-06-01", "2017-08-01", "2018-01-01", "2018-02-01",
        "2018-05-01", "2018-06-01", "2018-07-01", "2018-08-01", "2018-09-01", "2018-11-01", "2019-03-01", "2019-05-01", "2019-05-10", "2019-06-01",
        "2019-07-01", "2019-08-01", "2019-09-01", "2019-10-01", "2019-11-01", "2020-01-01", "2020-05-01", "2020-06-01", "2020-07-01", "2020-08-01",
        "2020-09-01", "2020-10-01", "2021-01-01", "2021-04-01", "2022-01-01", "2022-05-01", "2022-06-01", "2022-09-01", "2022-11-01-preview",
        "2022-12-01", "2023-07-01", "2024-03-01", "2024-07-01", "2024-11-01", "2025-03-01", "2025-04-01",
    ];

    public static ArmApiVersions Tenants { get; } = ArmApiVersions.OfResourceManager("Microsoft.Resources/tenants", Resources);

    public static ArmApiVersions Subscriptions { get; } = ArmApiVersions.OfResourceManager("Microsoft.Resources/subscriptions", Resources);

    public static ArmApiVersions Providers { get; } = ArmApiVersions.OfResourceManager("Microsoft.Resources/subscriptions/providers", Resources);

    public static ArmApiVersions ResourceGroups { get; } =
        ArmApiVersions.OfResourceManager("Microsoft.Resources/subscriptions/resourceGroups", Resources);

    public static ArmApiVersions GenericResources { get; } =
        ArmApiVersions.OfResourceManager("Microsoft.Resources/subscriptions/resources", Resources);

    public static ArmApiVersions Locks { get; } =
        ArmApiVersions.OfResourceManager(
            "Microsoft.Authorization/locks", "2015-01-01", "2015-05-01-preview", "2015-06-01", "2016-09-01", "2017-04-01", "2020-05-01");

    public static ArmApiVersions RoleAssignments { get; } = ArmApiVersions.OfResourceManager(
        "Microsoft.Authorization/roleAssignments",
        "2014-04-01-preview", "2014-07-01-preview", "2014-10-01-preview", "2015-05-01-preview", "2015-06-01", "2015-07-01", "2016-07-01", "2017-05-01",
        "2017-09-01", "2017-10-01-preview", "2018-01-01-preview", "2018-07-01", "2018-09-01-preview", "2018-12-01-preview", "2019-04-01-preview",
        "2020-03-01-preview", "2020-04-01-preview", "2020-08-01-preview", "2020-10-01-preview", "2021-04-01-preview", "2022-01-01-preview", "2022-04-01");

    public static ArmApiVersions RoleDefinitions { get; } = ArmApiVersions.OfResourceManager(
        "Microsoft.Authorization/roleDefinitions",
        "2014-07-01-preview", "2015-05-01-preview", "2015-06-01", "2015-07-01", "2016-07-01", "2017-05-01", "2017-09-01", "2018-01-01-preview",
        "2018-07-01", "2022-04-01", "2022-05-01-preview", "2023-07-01-preview");

    public static ArmApiVersions Permissions { get; } = ArmApiVersions.OfResourceManager(
        "Microsoft.Authorization/permissions",
        "2014-04-01-preview", "2014-07-01-preview", "2014-10-01-preview", "2015-05-01-preview", "2015-06-01", "2015-07-01", "2016-07-01", "2017-05-01",
        "2018-01-01-preview", "2018-07-01", "2022-04-01");
}
