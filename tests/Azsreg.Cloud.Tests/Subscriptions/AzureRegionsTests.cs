namespace Azsreg.Cloud.Tests.Subscriptions;

public sealed class AzureRegionsTests
{
    [Theory]
    [InlineData("westcentralus")]
    [InlineData("West Central US")]
    [InlineData("WESTCENTRALUS")]
    public void Find_AnySpelling_IsTheRegion(string location) => AzureRegions.Find(location)!.Name.ShouldBe("westcentralus");

    [Theory]
    [InlineData("")]
    [InlineData("atlantis")]
    public void Find_Unknown_IsNull(string location) => AzureRegions.Find(location).ShouldBeNull();

    [Fact]
    public void All_PairedRegions_Exist() => AzureRegions.All.ShouldAllBe(region => region.Paired == null || AzureRegions.Find(region.Paired) != null);
}
