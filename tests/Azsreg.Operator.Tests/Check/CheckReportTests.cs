using Azsreg.Operator.Check;
using Azsreg.Protocol;

namespace Azsreg.Operator.Tests.Check;

public sealed class CheckReportTests
{
    private static readonly CheckRow Refused = CheckRow.Failed("rights", ErrorCatalogue.RightMissing, "lacks one");
    private static readonly CheckRow Unreachable = CheckRow.Failed("host", ErrorCatalogue.ConnectionRefused, "nobody");

    [Fact]
    public void ExitCode_WarningsAndUntried_IsZero()
    {
        var report = new CheckReport(null, "Local", [CheckRow.Ok("a", ""), CheckRow.Warning("b", "", ""), CheckRow.NotChecked("c", "")]);

        report.ExitCode.ShouldBe(0);
        report.State.ShouldBe(CheckState.Warning);
    }

    [Fact]
    public void ExitCode_SeveralFailures_IsTheFirstOnes() => new CheckReport(null, "Local", [CheckRow.Ok("a", ""), Unreachable, Refused]).ExitCode.ShouldBe(6);

    [Fact]
    public void State_AnyFailure_IsFailed() => new CheckReport(null, "Local", [CheckRow.Warning("a", "", ""), Refused]).State.ShouldBe(CheckState.Failed);
}
