using Azsreg.Protocol;
using Azsreg.Stamp.Alerts;
using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.Stamp.Tests.Alerts;

public sealed class AlertFilterTests
{
    private static readonly StampAlert Alert = new(
        Guid.Empty, "AzureBridgeActivationRequired", "Activation Required", "Warning", "Active", [], [], new Dictionary<string, string>(), "", "", null, null);

    [Theory]
    [InlineData(null, true)]
    [InlineData("Properties/State eq 'Active'", true)]
    [InlineData("properties/state eq 'closed'", false)]
    [InlineData("(Properties/State eq 'Active') and (Properties/Severity eq 'Critical')", false)]
    [InlineData("(Properties/State eq 'Active') and (Properties/Severity eq 'Warning')", true)]
    [InlineData("Title eq 'Activation Required'", true)]
    [InlineData("Title eq 'It''s'", false)]
    public void Matches_Filter_DecidesAsOdataDoes(string? filter, bool expected) => AlertFilter.Parse(filter).Matches(Alert).ShouldBe(expected);

    [Theory]
    [InlineData("State")]
    [InlineData("State ne 'Active'")]
    [InlineData("State eq 'Active' or State eq 'Closed'")]
    [InlineData("Secret eq 'x'")]
    [InlineData("State eq Active")]
    public void Parse_OtherThanEquality_Is400(string filter)
    {
        var refusal = Should.Throw<ArmException>(() => AlertFilter.Parse(filter));

        (refusal.StatusCode, refusal.Error.Code).ShouldBe((400, "InvalidFilterInQueryString"));
    }

    [Fact]
    public void Parse_AnyText_GivesAFilterOrRefusesIt() => Prop.ForAll<string>(text =>
    {
        try
        {
            AlertFilter.Parse(text).Matches(Alert);
        }
        catch (ArmException refusal)
        {
            return refusal.StatusCode == 400;
        }

        return true;
    }).CheckSeeded();
}
