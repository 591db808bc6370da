using System.Collections.Frozen;

namespace Azsreg.Cloud;

/// <summary>The regions of the public cloud, so that scripts written for it find the names they know.</summary>
public static class AzureRegions
{
    /// <summary>All of them, the recommended first.</summary>
    public static IReadOnlyList<AzureRegion> All { get; } =
    [
        new("eastus", "East US", "US", "Virginia", "37.3719", "-79.8164", "westus"),
        new("eastus2", "East US 2", "US", "Virginia", "36.6681", "-78.3889", "centralus"),
        new("southcentralus", "South Central US", "US", "Texas", "29.4167", "-98.5", "northcentralus"),
        new("westus2", "West US 2", "US", "Washington", "47.233", "-119.852", "westcentralus"),
        new("westus3", "West US 3", "US", "Phoenix", "33.448376", "-112.074036", "eastus"),
        new("australiaeast", "Australia East", "Asia Pacific", "New South Wales", "-33.86", "151.2094", "australiasoutheast"),
        new("southeastasia", "Southeast Asia", "Asia Pacific", "Singapore", "1.283", "103.833", "eastasia"),
        new("northeurope", "North Europe", "Europe", "Ireland", "53.3478", "-6.2597", "westeurope"),
        new("swedencentral", "Sweden Central", "Europe", "Gävle", "60.67488", "17.14127", "swedensouth"),
        new("uksouth", "UK South", "Europe", "London", "50.941", "-0.799", "ukwest"),
        new("westeurope", "West Europe", "Europe", "Netherlands", "52.3667", "4.9", "northeurope"),
        new("centralus", "Central US", "US", "Iowa", "41.5908", "-93.6208", "eastus2"),
        new("southafricanorth", "South Africa North", "Africa", "Johannesburg", "-25.73134", "28.21837", "southafricawest"),
        new("centralindia", "Central India", "Asia Pacific", "Pune", "18.5822", "73.9197", "southindia"),
        new("eastasia", "East Asia", "Asia Pacific", "Hong Kong", "22.267", "114.188", "southeastasia"),
        new("japaneast", "Japan East", "Asia Pacific", "Tokyo, Saitama", "35.68", "139.77", "japanwest"),
        new("koreacentral", "Korea Central", "Asia Pacific", "Seoul", "37.5665", "126.978", "koreasouth"),
        new("canadacentral", "Canada Central", "Canada", "Toronto", "43.653", "-79.383", "canadaeast"),
        new("francecentral", "France Central", "Europe", "Paris", "46.3772", "2.373", "francesouth"),
        new("germanywestcentral", "Germany West Central", "Europe", "Frankfurt", "50.110924", "8.682127", "germanynorth"),
        new("italynorth", "Italy North", "Europe", "Milan", "45.46888", "9.18109", null),
        new("norwayeast", "Norway East", "Europe", "Norway", "59.913868", "10.752245", "norwaywest"),
        new("polandcentral", "Poland Central", "Europe", "Warsaw", "52.23334", "21.01666", null),
        new("spaincentral", "Spain Central", "Europe", "Madrid", "40.4259", "3.4209", null),
        new("switzerlandnorth", "Switzerland North", "Europe", "Zurich", "47.451542", "8.564572", "switzerlandwest"),
        new("uaenorth", "UAE North", "Middle East", "Dubai", "25.266666", "55.316666", "uaecentral"),
        new("brazilsouth", "Brazil South", "South America", "Sao Paulo State", "-23.55", "-46.633", "southcentralus"),
        new("israelcentral", "Israel Central", "Middle East", "Israel", "31.2655698", "33.4506633", null),
        new("qatarcentral", "Qatar Central", "Middle East", "Doha", "25.551462", "51.439327", null),
        new("northcentralus", "North Central US", "US", "Illinois", "41.8819", "-87.6278", "southcentralus", false),
        new("westus", "West US", "US", "California", "37.783", "-122.417", "eastus", false),
        new("westcentralus", "West Central US", "US", "Wyoming", "40.89", "-110.234", "westus2", false),
        new("southafricawest", "South Africa West", "Africa", "Cape Town", "-34.075691", "18.843266", "southafricanorth", false),
        new("australiacentral", "Australia Central", "Asia Pacific", "Canberra", "-35.3075", "149.1244", "australiacentral2", false),
        new("australiacentral2", "Australia Central 2", "Asia Pacific", "Canberra", "-35.3075", "149.1244", "australiacentral", false),
        new("australiasoutheast", "Australia Southeast", "Asia Pacific", "Victoria", "-37.8136", "144.9631", "australiaeast", false),
        new("japanwest", "Japan West", "Asia Pacific", "Osaka", "34.6939", "135.5022", "japaneast", false),
        new("koreasouth", "Korea South", "Asia Pacific", "Busan", "35.1796", "129.0756", "koreacentral", false),
        new("southindia", "South India", "Asia Pacific", "Chennai", "12.9822", "80.1636", "centralindia", false),
        new("westindia", "West India", "Asia Pacific", "Mumbai", "19.088", "72.868", "southindia", false),
        new("canadaeast", "Canada East", "Canada", "Quebec", "46.817", "-71.217", "canadacentral", false),
        new("francesouth", "France South", "Europe", "Marseille", "43.8345", "2.1972", "francecentral", false),
        new("germanynorth", "Germany North", "Europe", "Berlin", "53.073635", "8.806422", "germanywestcentral", false),
        new("norwaywest", "Norway West", "Europe", "Norway", "58.969975", "5.733107", "norwayeast", false),
        new("swedensouth", "Sweden South", "Europe", "Malmö", "55.6059", "13.0007", "swedencentral", false),
        new("switzerlandwest", "Switzerland West", "Europe", "Geneva", "46.204391", "6.143158", "switzerlandnorth", false),
        new("ukwest", "UK West", "Europe", "Cardiff", "53.427", "-3.084", "uksouth", false),
        new("uaecentral", "UAE Central", "Middle East", "Abu Dhabi", "24.466667", "54.366669", "uaenorth", false),
        new("brazilsoutheast", "Brazil Southeast", "South America", "Rio", "-22.90278", "-43.2075", "brazilsouth", false),
    ];

    private static readonly FrozenDictionary<string, AzureRegion> ByName =
        All.ToFrozenDictionary(region => region.Name, StringComparer.Ordinal);

    /// <summary>Finds a region; letter case and blanks do not count (<c>West Central US</c> is <c>westcentralus</c>, ARM RPC).</summary>
    public static AzureRegion? Find(string location) =>
        location.Length <= 64 && ByName.TryGetValue(Normalize(location), out var region) ? region : null;

    /// <summary>A location without blanks, in lower case.</summary>
    public static string Normalize(string location) =>
        location.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
}
