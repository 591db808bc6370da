using Azsreg.Cloud.Resources;
using Azsreg.Protocol;
using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.Cloud.Tests.Resources;

public sealed class ODataFilterTests
{
    [Theory]
    [InlineData("name eq 'a'", "a")]
    [InlineData("  NAME EQ 'it''s'  ", "it's")]
    [InlineData("name eq ''", "")]
    public void Parse_Comparison_ReadsItsValue(string text, string expected) => ODataFilter.Parse(text, ["name"])["name"].ShouldBe(expected);

    [Fact]
    public void Parse_CallsAndComparisonsJoined_ReadsAll()
    {
        var filter = ODataFilter.Parse("atScope() and assignedTo('x') and name eq 'y'", ["atScope()", "assignedTo()", "name"]);
        (filter.Has("atScope()"), filter["assignedTo()"], filter["name"]).ShouldBe((true, "x", "y"));
    }

    [Theory]
    [InlineData("name")]
    [InlineData("name eq")]
    [InlineData("name eq a")]
    [InlineData("name eq 'a")]
    [InlineData("name ne 'a'")]
    [InlineData("name eq 'a' or name eq 'b'")]
    [InlineData("name eq 'a' and name eq 'b'")]
    [InlineData("other eq 'a'")]
    [InlineData("atScope(")]
    public void Parse_AnythingElse_IsRefused(string text) =>
        Should.Throw<ArmException>(() => ODataFilter.Parse(text, ["name", "atScope()"])).Error.Code.ShouldBe("InvalidFilterInQueryString");

    [Fact]
    public void Parse_AnyText_IsReadOrRefused() => Prop.ForAll<string>(text =>
    {
        try
        {
            ODataFilter.Parse(text ?? "", ["name"]);
        }
        catch (ArmException refused)
        {
            return refused.StatusCode == 400;
        }

        return true;
    }).CheckSeeded();
}
