using Azsreg.Operator.Workflow;

namespace Azsreg.Operator.Tests.Workflow;

public sealed class PlannedChangeTests
{
    [Fact]
    public void Text_Change_NamesOldAndNew()
    {
        var change = PlannedChange.Change("registration r", "PayAsYouUse", "Capacity");

        change.Sign.ShouldBe('~');
        change.Text.ShouldBe("PayAsYouUse → Capacity");
    }

    [Theory]
    [InlineData(ChangeKind.Same, '=')]
    [InlineData(ChangeKind.Add, '+')]
    [InlineData(ChangeKind.Change, '~')]
    [InlineData(ChangeKind.Remove, '-')]
    public void Sign_Kind_IsItsLetter(ChangeKind kind, char sign) => new PlannedChange(kind, "x", null, null).Sign.ShouldBe(sign);
}
