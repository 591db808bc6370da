using Azsreg.Operator.Roles;
using Azsreg.Protocol;

namespace Azsreg.EndToEnd.Tests.Care;

/// <summary>
/// The registration role that comes with azsreg, proven over the wire: with all of its permissions a stamp is registered and removed, and with
/// any one of them taken away the way ends with an error that names it.
/// </summary>
public sealed class LeastPrivilegeTests(RoleWorld world) : IClassFixture<RoleWorld>
{
    public static TheoryData<string> Actions => [.. ShippedRoles.Registration.Actions];

    [Fact]
    public async Task Role_AllOfIt_RegistersAndRemoves()
    {
        await world.ForgetProviderAsync();
        var before = await world.ListAsync();

        var registered = await world.RegisterAsync();
        registered.Summary.StampReading.ActivationState.ShouldBe("Active");
        var removed = await world.RemoveAsync();

        removed.StampReading.ActivationState.ShouldBe("NotActivated");
        (await world.ListAsync()).ShouldBe(before);
        await world.RestoreAsync();
    }

    [Theory]
    [MemberData(nameof(Actions))]
    public async Task Role_WithoutOnePermission_FailsAndNamesIt(string action)
    {
        if (action.EndsWith("/register/action", StringComparison.Ordinal)) await world.ForgetProviderAsync();
        await world.GiveAsync(ShippedRoles.Registration.Actions.Where(one => one != action));

        var failure = await FailureAsync();

        await world.RestoreAsync();
        failure.ShouldNotBeNull($"The whole life of a registration went well without {action}, so the role need not have it.");
        failure.Entry.Kind.ShouldBe(FailureKind.SignInOrRights, failure.Message);
        failure.Detail.ShouldContain(action, Case.Insensitive);
    }

    [Fact]
    public async Task Check_WithoutOnePermission_NamesItBeforehand()
    {
        const string action = "Microsoft.Authorization/locks/write";
        await world.GiveAsync(ShippedRoles.Registration.Actions.Where(one => one != action));

        var check = (await world.Local.JsonAsync("check")).ShouldExitWith(3);

        await world.GiveAsync(ShippedRoles.Registration.Actions);
        var rights = check.Json.GetProperty("rows").EnumerateArray().Single(row => row.GetProperty("name").GetString() == "rights");
        rights.GetProperty("state").GetString().ShouldBe("Failed");
        rights.GetProperty("code").GetString().ShouldBe("AZR3005");
        rights.GetProperty("seen").GetString()!.ShouldEndWith(action);
    }

    private async Task<CataloguedException?> FailureAsync()
    {
        try
        {
            await world.RegisterAsync();
            await world.RemoveAsync();
            return null;
        }
        catch (CataloguedException failure)
        {
            return failure;
        }
    }
}
