using Azsreg.Cloud.Directory;
using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.Cloud.Tests.Directory;

public sealed class GraphFilterTests
{
    [Fact]
    public void Read_AnyText_IsReadOrRefusedAsBadRequest() => Prop.ForAll(
        ArbMap.Default.ArbFor<string>(),
        text =>
        {
            try
            {
                GraphFilter.Read(text, "appId", "displayName");
            }
            catch (GraphException refused)
            {
                refused.StatusCode.ShouldBe(400);
            }
        }).CheckSeeded();

    [Fact]
    public void Read_AnyValueQuotedTheODataWay_ComesBackWhole() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonNull<string>>().Filter(value => value.Get.Length is > 0 and < 200 && !value.Get.Any(char.IsControl)),
        value => GraphFilter.Read($"displayName eq '{value.Get.Replace("'", "''", StringComparison.Ordinal)}'", "displayName")!.Value == value.Get)
        .CheckSeeded();

    [Theory]
    [InlineData("appId eq 'x' or appId eq 'y'")]
    [InlineData("tags/any(t:t eq 'x')")]
    [InlineData("secret eq 'x'")]
    [InlineData("appId eq x")]
    public void Read_OtherClauses_AreRefused(string text) =>
        Should.Throw<GraphException>(() => GraphFilter.Read(text, "appId", "displayName")).Code.ShouldBe("Request_BadRequest");
}
