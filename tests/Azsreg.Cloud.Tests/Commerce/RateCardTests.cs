using System.Text;
using System.Text.Json;
using Azsreg.Cloud.Commerce;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Tests.Commerce;

public sealed class RateCardTests
{
    [Fact]
    public void Default_Meters_AreAllThePublishedOnes() =>
        RateCard.Default.File.Meters.Select(meter => UsageMeters.KeyOf(meter.MeterId)).ShouldBe(UsageMeters.All.Select(meter => UsageMeters.KeyOf(meter.Id)), ignoreOrder: true);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(50, 99.5)]
    [InlineData(100, 199)]
    [InlineData(110, 208.9)]
    [InlineData(-10, -19.9)]
    public void Price_Tiers_EachPartHasItsRate(double quantity, double price) =>
        Card("""{"0":1.99,"100":0.99}""").Price(new string('a', 32), (decimal)quantity).ShouldBe((decimal)price);

    [Fact]
    public void Price_MeterThatIsNotOnTheCard_IsNothing() => RateCard.Default.Price(new string('0', 32), 10).ShouldBe(0);

    [Theory]
    [InlineData("""{"100":1}""")]
    [InlineData("""{"0":-1}""")]
    [InlineData("""{"0":1,"x":1}""")]
    public void Read_RatesOfAnotherForm_AreRefused(string rates) => Should.Throw<JsonException>(() => Card(rates));

    private static RateCard Card(string rates) => RateCard.Read(new MemoryStream(Encoding.UTF8.GetBytes(
        $$"""
        {"offerDurableId":"MS-AZR-0003P","currency":"USD","locale":"en-US","regionInfo":"US","effectiveDate":"2026-01-01T00:00:00Z",
         "meters":[{"meterId":"{{new string('a', 32)}}","rates":{{rates}}}]}
        """)));
}
