namespace Azsreg.EndToEnd.Tests.Usage;

/// <summary>A partner bills a customer apart, by the verbs of both sides.</summary>
public sealed class CustomerStoryTests(LocalWorld world) : IClassFixture<LocalWorld>
{
    private const string Registered = "8f2a0000-0000-4000-8000-000000000a90";
    private const string Tenant = "3c000000-0000-4000-8000-00000000000a";

    [Fact]
    public async Task Customer_AddedListedAndRemoved_IsBilledApartMeanwhile()
    {
        await world.LoginAsync();
        await world.LoginStampAsync();
        (await world.RunAsync("account", "set", "--subscription", Registered)).ShouldExitWith(0);
        (await world.SetAsync("--billing-model", "PayAsYouUse", "--yes")).ShouldExitWith(0);
        var customer = (await world.JsonAsync("cloud", "subscription", "add", "Customer", "--owner", LocalWorld.Owner, "--offer", "cloud-solution-provider"))
            .ShouldExitWith(0).Json.GetProperty("subscriptionId").GetString()!;
        (await world.JsonAsync("customer", "list")).ShouldExitWith(0).Output.Trim().ShouldBe("[]");

        // Microsoft has to approve a partner's registration first, as the sample data has, and the customer must be that partner's.
        (await world.JsonAsync("cloud", "partner", "withdraw", Registered)).ShouldExitWith(0);
        (await world.JsonAsync("customer", "add", customer, "--tenant", Tenant)).ShouldBeRefusedFor("UnauthorizedCspRegistration");
        (await world.JsonAsync("cloud", "partner", "approve", Registered)).ShouldExitWith(0);
        (await world.JsonAsync("cloud", "partner", "set", customer, "1234567")).ShouldExitWith(0);
        (await world.JsonAsync("customer", "add", customer, "--tenant", Tenant)).ShouldBeRefusedFor("BadCustomerSubscriptionId");
        (await world.JsonAsync("cloud", "partner", "set", Registered, "1234567")).ShouldExitWith(0);

        (await world.JsonAsync("customer", "add", customer, "--tenant", Tenant)).ShouldExitWith(0).Json.GetProperty("subscriptionId").GetString().ShouldBe(customer);
        var listed = (await world.JsonAsync("customer", "list")).ShouldExitWith(0).Json.EnumerateArray().ShouldHaveSingleItem();
        (listed.GetProperty("subscriptionId").GetString(), listed.GetProperty("tenantId").GetString()).ShouldBe((customer, Tenant));

        (await world.RunAsync("customer", "remove", customer)).ShouldExitWith(0).Output.ShouldContain("is no longer billed");
        (await world.JsonAsync("customer", "list")).ShouldExitWith(0).Output.Trim().ShouldBe("[]");
        // The registration's lock was in the way, and is there again.
        (await world.JsonAsync("status")).ShouldExitWith(0).Output.ShouldNotContain("has no lock");
        (await world.JsonAsync("customer", "remove", customer)).ShouldExitWith(4).Output.ShouldContain("AZR7010");
        (await world.JsonAsync("customer", "add", "no-guid", "--tenant", Tenant)).ShouldExitWith(2);
    }
}

file static class Refusals
{
    public static void ShouldBeRefusedFor(this ProgramResult result, string code)
    {
        result.ExitCode.ShouldNotBe(0);
        (result.Output + result.Error).ShouldContain(code);
    }
}
