namespace Azsreg.Protocol.Tests.Usage;

public sealed class UsageMetersTests
{
    [Fact]
    public void All_Meters_AreDifferentIds() => UsageMeters.All.Select(meter => UsageMeters.KeyOf(meter.Id)).ToArray().ShouldBeUnique();

    [Fact]
    public void All_Ids_AreMeterIds() => UsageMeters.All.ShouldAllBe(meter => UsageMeters.IsId(meter.Id));

    [Theory]
    [InlineData("f271a8a3-88c4-4d93-956a-063e1d2fa80b", "Static IP Address Usage")]
    [InlineData("F271A8A388C44D93956A063E1D2FA80B", "Static IP Address Usage")]
    [InlineData("fab6eb84-500b-4a09-a8ca-7358f8bbaea5", "Base VM Size Hours")]
    public void Find_AnySpelling_IsTheMeter(string id, string name) => UsageMeters.Find(id).ShouldNotBeNull().Name.ShouldBe(name);

    [Theory]
    [InlineData("F271A8A388C44D93956A063E1D2FA80B", "F271A8A388C44D93956A063E1D2FA80B")]
    [InlineData("FAB6EB84500B4A09A8CA7358F8BBAEA5", "FAB6EB84-500B-4A09-A8CA-7358F8BBAEA5")]
    [InlineData("00000000-0000-4000-8000-00000000000A", "00000000-0000-4000-8000-00000000000a")]
    public void SpellingOf_Key_IsThePublishedOne(string id, string spelling) => UsageMeters.SpellingOf(UsageMeters.KeyOf(id)).ShouldBe(spelling);

    [Theory]
    [InlineData(" fab6eb84-500b-4a09-a8ca-7358f8bbaea5")]
    [InlineData("{fab6eb84-500b-4a09-a8ca-7358f8bbaea5}")]
    [InlineData("fab6eb84")]
    [InlineData("")]
    public void IsId_AnotherForm_IsNone(string text) => UsageMeters.IsId(text).ShouldBeFalse();
}
