namespace Azsreg.EndToEnd.Tests;

/// <summary>The life of a connected registration by single verbs, against <c>up</c> in another process.</summary>
public sealed class RegistrationStoryTests(LocalWorld world) : IClassFixture<LocalWorld>
{
    [Fact]
    public async Task Set_EachBillingModelThenRemove_BothSidesFollow()
    {
        await world.LoginAsync();
        await world.LoginStampAsync();

        // Nothing registered: the stamp says so, and the plan changes nothing.
        var before = (await world.JsonAsync("alerts")).ShouldExitWith(0).Output;
        before.ShouldContain("Activation Required");
        var plan = (await world.SetAsync("--billing-model", "PayAsYouUse", "--plan")).ShouldExitWith(0).Json;
        plan.GetProperty("applied").GetBoolean().ShouldBeFalse();
        (await world.JsonAsync("registration", "list")).ShouldExitWith(0).Output.ShouldNotContain("AzureStack-");

        var first = (await world.SetAsync("--billing-model", "PayAsYouUse", "--yes")).ShouldExitWith(0).Json;
        first.GetProperty("changed").GetBoolean().ShouldBeTrue();
        first.GetProperty("activationState").GetString().ShouldBe("Active");
        first.GetProperty("activationRequiredAlert").GetString().ShouldBe("Closed");
        first.GetProperty("marketplaceItems").GetInt32().ShouldBeGreaterThanOrEqualTo(40);
        var id = first.GetProperty("registrationId").GetString();

        // A second run finds all in place.
        var second = (await world.SetAsync("--billing-model", "PayAsYouUse", "--yes")).ShouldExitWith(0).Json;
        second.GetProperty("changed").GetBoolean().ShouldBeFalse();

        // Changed in place: to Development here; Capacity needs the other subscription's agreement.
        var development = (await world.SetAsync("--billing-model", "Development", "--yes")).ShouldExitWith(0).Json;
        development.GetProperty("registrationId").GetString().ShouldBe(id);
        development.GetProperty("billingModel").GetString().ShouldBe("Development");
        development.GetProperty("activationState").GetString().ShouldBe("Active");

        var shown = (await world.JsonAsync("registration", "show", "--stamp", LocalWorld.Stamp)).ShouldExitWith(0);
        shown.Output.ShouldContain("Development");
        (await world.JsonAsync("registration", "history")).ShouldExitWith(0).Output.ShouldContain(id!);

        (await world.JsonAsync("registration", "remove", "--stamp", LocalWorld.Stamp, "--cloud-admin-password-file", world.PasswordFile, "--yes")).ShouldExitWith(0);
        (await world.JsonAsync("registration", "list")).ShouldExitWith(0).Output.ShouldNotContain(id!);
        (await world.JsonAsync("alerts")).ShouldExitWith(0).Output.ShouldContain("Activation Required");
    }
}
