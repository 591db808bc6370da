using System.Management.Automation;
using Azsreg.PowerShell.Conversation;
using Azsreg.Protocol;

namespace Azsreg.PowerShell.Tests;

/// <summary>The module knows nothing of the catalogue, and says the same.</summary>
public sealed class FailuresTests
{
    public static TheoryData<string> Names => [nameof(Failures.OutputFileUnusable), nameof(Failures.ProgramMissing), nameof(Failures.ProgramEnded), nameof(Failures.ModuleSourceUnusable)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Failure_OfTheModule_HasTheCataloguesWords(string name)
    {
        var failure = (AzsregFailure)typeof(Failures).GetMethod(name)!.Invoke(null, ["This case."])!;
        var entry = ErrorCatalogue.Find(failure.Code).ShouldNotBeNull();

        failure.Message.ShouldBe($"{entry.Code} {entry.What}: This case.");
        failure.Kind.ShouldBe(char.ToLowerInvariant(entry.Kind.ToString()[0]) + entry.Kind.ToString()[1..]);
        failure.Words.ShouldBe($"{failure.Message}{Environment.NewLine}{entry.Fix}");
    }

    [Theory]
    [InlineData("usage", ErrorCategory.InvalidArgument)]
    [InlineData("signInOrRights", ErrorCategory.PermissionDenied)]
    [InlineData("notFound", ErrorCategory.ObjectNotFound)]
    [InlineData("conflict", ErrorCategory.ResourceExists)]
    [InlineData("unreachable", ErrorCategory.ConnectionError)]
    [InlineData("failed", ErrorCategory.InvalidOperation)]
    public void Category_Kind_IsPowerShells(string kind, ErrorCategory category) =>
        new AzsregFailure("AZR1000", kind, "", "", "", []).Category.ShouldBe(category);

    [Fact]
    public void Kinds_Catalogue_AllHaveACategoryOfTheirOwn() =>
        Enum.GetNames<FailureKind>().Select(kind => new AzsregFailure("AZR1000", char.ToLowerInvariant(kind[0]) + kind[1..], "", "", "", []).Category).ShouldBeUnique();
}
