namespace Azsreg.ArmServer.Tests.Versions;

public sealed class ApiVersionTests
{
    [Fact]
    public async Task Version_Missing_IsAskedFor()
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.GetAsync(TestArm.Registration);
        (await TestArm.ErrorAsync(response, 400)).ShouldBe(
            ("MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests."));
    }

    [Fact]
    public async Task Version_Malformed_NamesTheSupportedOnes()
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.GetAsync($"{TestArm.Registration}?api-version=latest");
        (await TestArm.ErrorAsync(response, 400)).ShouldBe((
            "InvalidApiVersionParameter", "The api-version 'latest' is invalid. The supported versions are '2017-06-01,2016-01-01'."));
    }

    [Fact]
    public async Task Version_NotOfTheProvidersType_SaysNoProviderIsFound()
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.GetAsync($"{TestArm.Registration}?api-version=2019-01-01");
        (await TestArm.ErrorAsync(response, 400)).ShouldBe((
            "NoRegisteredProviderFound",
            "No registered resource provider found for location 'global' and API version '2019-01-01' for type 'registrations'. "
            + "The supported api-versions are '2017-06-01, 2016-01-01'. The supported locations are 'global'."));
    }

    [Fact]
    public async Task Version_NotOfTheResourceManagersType_IsInvalid()
    {
        await using var arm = await TestArm.StartAsync();
        using var response = await arm.GetAsync("/tenants?api-version=2019-01-01");
        (await TestArm.ErrorAsync(response, 400)).ShouldBe((
            "InvalidApiVersionParameter", "The api-version '2019-01-01' is invalid. The supported versions are '2020-01-01'."));
    }

    [Fact]
    public void Resolve_AnotherLetterCase_AnswersTheDeclaredSpelling() =>
        ArmApiVersions.OfProvider("A/b", "2020-06-01-preview").Resolve("2020-06-01-PREVIEW").ShouldBe("2020-06-01-preview");
}
