namespace Azsreg.Protocol.Tests.Errors;

public sealed class ErrorCatalogueTests
{
    [Fact]
    public void All_Codes_AreWellFormedAndInTheirArea()
    {
        foreach (var entry in ErrorCatalogue.All)
            entry.Code.ShouldMatch("^AZR[1-8][0-9]{3}$");
    }

    [Fact]
    public void All_Entries_SayWhatWhyAndFix()
    {
        foreach (var entry in ErrorCatalogue.All)
        {
            entry.What.ShouldNotEndWith(".", customMessage: entry.Code);
            entry.Why.ShouldEndWith(".", customMessage: entry.Code);
            entry.Fix.ShouldNotBeNullOrWhiteSpace(entry.Code);
        }
    }

    [Fact]
    public void Find_LowerCase_IsFound() => ErrorCatalogue.Find("azr2104").ShouldBe(ErrorCatalogue.RegistrationOfAnotherStamp);

    [Fact]
    public void Find_Unknown_IsNull() => ErrorCatalogue.Find("AZR9999").ShouldBeNull();
}
