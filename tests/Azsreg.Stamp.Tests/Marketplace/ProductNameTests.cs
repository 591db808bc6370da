using Azsreg.Stamp.Marketplace;

namespace Azsreg.Stamp.Tests.Marketplace;

public sealed class ProductNameTests
{
    [Theory]
    [InlineData("Bitnami.WordPress-4.9.8", "bitnami.wordpress", "4.9.8")]
    [InlineData("microsoft.custom-script-windows-1.9.1", "microsoft.custom-script-windows", "1.9.1")]
    [InlineData("microsoft.custom-script", "microsoft.custom-script", "")]
    [InlineData("trailing-", "trailing-", "")]
    public void Parse_Name_PartsAtTheLastHyphenBeforeADigit(string name, string series, string version) =>
        ProductName.Parse(name).ShouldBe(new ProductName(series, version));

    [Theory]
    [InlineData("1.10.0", "1.9.9")]
    [InlineData("2", "1.99")]
    [InlineData("1.0.1", "1.0")]
    [InlineData("18.04.201906170", "18.04.20190617")]
    [InlineData("1.0-b", "1.0-a")]
    public void Compare_LaterVersion_IsGreater(string later, string earlier)
    {
        ProductName.Compare(later, earlier).ShouldBePositive();
        ProductName.Compare(earlier, later).ShouldBeNegative();
    }
}
