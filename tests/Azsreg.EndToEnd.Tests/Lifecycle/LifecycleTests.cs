using Azsreg.EndToEnd.Tests.Refusals;

namespace Azsreg.EndToEnd.Tests.Lifecycle;

/// <summary>The life of a registration by single verbs of the shipped program; each test begins and ends with a stamp that is not registered.</summary>
public sealed class LifecycleTests(LifecycleWorld world) : IClassFixture<LifecycleWorld>
{
    [Fact]
    public async Task Renew_AgreementEndsSoonThenExtendedThenFollowed_KeepsNameAndEveryDigit()
    {
        var first = await world.RegisterAsync("10004720");
        (await world.AlertAsync("Activation Expiring Soon")).ShouldContain("(no more than 30 days are left)");

        // Nothing to renew with yet: it says so, and what is registered stays.
        (await world.RegistrationAsync("renew")).ShouldBeRefused("AZR2131", 1).Detail().ShouldContain("the end of agreement 10004720");
        (await world.StatusAsync()).GetProperty("azure").GetProperty("locked").GetBoolean().ShouldBeTrue();

        await world.AgreementAsync("10004720", TimeProvider.System.GetUtcNow().AddDays(400));
        var plan = await world.DoneAsync("renew", "--plan");
        plan.GetProperty("applied").GetBoolean().ShouldBeFalse();
        var renewed = await world.DoneAsync("renew");
        renewed.GetProperty("changed").GetBoolean().ShouldBeTrue();
        renewed.GetProperty("registrationId").GetString().ShouldBe(first.GetProperty("registrationId").GetString());
        await world.NoAlertAsync("Activation Expiring Soon");
        (await world.DoneAsync("renew")).GetProperty("changed").GetBoolean().ShouldBeFalse();

        var followed = await world.DoneAsync("renew", "--agreement-number", "00012345");
        followed.GetProperty("agreementNumber").GetString().ShouldBe("00012345");
        (await world.ShowAsync()).GetProperty("details").GetProperty("agreementNumber").GetString().ShouldBe("00012345");
        (await world.StatusAsync()).GetProperty("stampSide").GetProperty("agreementNumber").GetString().ShouldBe("00012345");
        await world.RemoveAsync();
    }

    [Fact]
    public async Task Renew_Expired_IsDeletedOnlyForAnAgreementThatIsTakenAndMadeAgainUnderItsName()
    {
        var first = await world.RegisterForAMomentAsync("20000001");
        await world.AlertAsync("Activation Expired");

        (await world.RegistrationAsync("set")).ShouldBeRefused("AZR2130", 5).WayOut()
            .ShouldContain("azsreg registration renew --stamp AzS-ERCS01 --agreement-number 20000001");
        (await world.RegistrationAsync("renew")).ShouldBeRefused("AZR2133", 1).Detail().ShouldContain("AgreementEnded: The agreement 20000001 ended on");
        (await world.StatusAsync()).GetProperty("azure").GetProperty("locked").GetBoolean().ShouldBeTrue();

        var renewed = await world.DoneAsync("renew", "--agreement-number", "10004711");
        renewed.GetProperty("registrationId").GetString().ShouldBe(first.GetProperty("registrationId").GetString());
        renewed.GetProperty("activationState").GetString().ShouldBe("Active");
        var status = await world.StatusAsync();
        status.GetProperty("state").GetString().ShouldBe("Registered", status.GetRawText());
        status.GetProperty("azure").GetProperty("locked").GetBoolean().ShouldBeTrue();
        status.GetProperty("azure").GetProperty("bridgeHasRole").GetBoolean().ShouldBeTrue();
        await world.NoAlertAsync("Activation Expired");
        await world.RemoveAsync();
    }

    [Theory]
    [InlineData("12345", "AgreementNotFound: The agreement 12345 is not known")]
    [InlineData("10004700", "AgreementEnded: The agreement 10004700 ended on")]
    [InlineData("10004780", "AgreementTooSmall: The agreement 10004780 covers 80 physical cores; this stamp has 160.")]
    public async Task Set_AgreementIsNotGood_IsRefusedWithTheReasonAndLeavesNothing(string number, string reason)
    {
        var error = (await world.RegistrationAsync("set", "--billing-model", "Capacity", "--agreement-number", number)).ShouldBeRefused("AZR2133", 1);

        error.Detail().ShouldContain(reason);
        (await world.Local.JsonAsync("registration", "list")).ShouldExitWith(0).Output.Trim().ShouldBe("[]");
    }

    [Fact]
    public async Task SetReregister_NothingKnownHere_ReadsAgreementAndNameBack()
    {
        var first = await world.DoneAsync("set", "--billing-model", "Capacity", "--agreement-number", "00012345", "--registration-name", "made-by-hand");
        var before = (await world.ShowAsync()).GetProperty("etag").GetString();
        File.Delete(Path.Combine(world.Local.Folder, "operator", "history.jsonl"));

        var again = await world.DoneAsync("set", "--reregister");

        again.GetProperty("changed").GetBoolean().ShouldBeTrue();
        again.GetProperty("registrationId").GetString().ShouldBe(first.GetProperty("registrationId").GetString());
        again.GetProperty("agreementNumber").GetString().ShouldBe("00012345");
        (await world.ShowAsync()).GetProperty("etag").GetString().ShouldNotBe(before);
        await world.RemoveAsync();
    }

    [Fact]
    public async Task Set_SomebodyDeletedItInAzure_IsToldByTheStampAndMadeAgainFromItsRecord()
    {
        var first = await world.DoneAsync("set", "--billing-model", "Capacity", "--agreement-number", "00012345", "--registration-name", "deleted-once");
        await DeleteInAzureAsync("--registration-name", "deleted-once");
        File.Delete(Path.Combine(world.Local.Folder, "operator", "history.jsonl"));
        await world.AlertAsync("Azure Bridge Cannot Use Its Registration");

        var again = await world.DoneAsync("set");

        again.GetProperty("registrationId").GetString().ShouldBe(first.GetProperty("registrationId").GetString());
        again.GetProperty("agreementNumber").GetString().ShouldBe("00012345");
        await world.NoAlertAsync("Azure Bridge Cannot Use Its Registration");
        await world.RemoveAsync();
    }

    [Fact]
    public async Task Remove_AzureSideIsGone_DeactivatesTheStamp()
    {
        var cloudId = (await world.RegisterAsync("10004711")).GetProperty("stampCloudId").GetString()!;
        await DeleteInAzureAsync("--cloud-id", cloudId);

        var removed = await world.DoneAsync("remove");

        removed.GetProperty("activationState").GetString().ShouldBe("NotActivated");
    }

    [Fact]
    public async Task Remove_StampIsGoneAndNothingNamed_SaysWhatToGive() =>
        (await world.Local.JsonAsync("registration", "remove", "--stamp-is-gone", "--yes")).ShouldBeRefused("AZR2135", 2).WayOut().ShouldContain("--cloud-id");

    [Fact]
    public async Task Set_RegisteredInAnotherSubscription_NamesTheCommandsAndTheyWork()
    {
        await world.DoneAsync("set", "--subscription", LifecycleWorld.Stamps, "--billing-model", "PayAsYouUse");

        var refused = (await world.RegistrationAsync("set", "--billing-model", "Development")).ShouldBeRefused("AZR2132", 5);
        refused.WayOut().ShouldContain($"azsreg registration remove --stamp AzS-ERCS01 --subscription {LifecycleWorld.Stamps}");
        refused.WayOut().ShouldContain($"azsreg account set --subscription {LifecycleWorld.Enterprise}");
        refused.WayOut().ShouldContain("azsreg registration set --stamp AzS-ERCS01 --billing-model Development");

        // The same from the other end: removing while the wrong subscription is in use names the right one.
        (await world.RegistrationAsync("remove")).ShouldBeRefused("AZR2132", 5).WayOut().ShouldContain($"--subscription {LifecycleWorld.Stamps}");
        await world.DoneAsync("remove", "--subscription", LifecycleWorld.Stamps);
        var moved = await world.DoneAsync("set", "--billing-model", "Development");
        moved.GetProperty("subscriptionId").GetString().ShouldBe(LifecycleWorld.Enterprise);
        await world.RemoveAsync();
    }

    [Fact]
    public async Task Set_NodeWasAdded_StampSaysSoAndTheRegistrationIsBroughtInLine()
    {
        await world.RegisterAsync("10004711");
        await SetNodesAsync(5);
        (await world.AlertAsync("Registered Hardware Differs")).ShouldContain("lists 4 nodes; this Azure Stack has 5");
        var status = await world.StatusAsync();
        status.GetProperty("state").GetString().ShouldBe("Differs");
        status.GetProperty("differences").ToString().ShouldContain("The registration lists 4 nodes, the stamp has 5.");

        var set = await world.DoneAsync("set");

        set.GetProperty("changed").GetBoolean().ShouldBeTrue();
        (await world.ShowAsync()).GetProperty("details").GetProperty("nodes").GetInt32().ShouldBe(5);
        await world.NoAlertAsync("Registered Hardware Differs");
        (await world.DoneAsync("set")).GetProperty("changed").GetBoolean().ShouldBeFalse();
        await world.RemoveAsync();
        await SetNodesAsync(4);
    }

    [Fact]
    public async Task RotateCertificate_Registered_KeepsEverythingElseAndTheStampGoesOn()
    {
        await world.RegisterAsync("10004711");
        var etag = (await world.ShowAsync()).GetProperty("etag").GetString();

        var told = await world.DoneAsync("rotate-certificate");

        told.GetProperty("thumbprint").GetString()!.Length.ShouldBe(40);
        told.GetProperty("certificates").GetInt32().ShouldBe(1);
        (await world.ShowAsync()).GetProperty("etag").GetString().ShouldBe(etag);
        (await world.Local.JsonAsync("marketplace", "list", "--text", "wordpress")).ShouldExitWith(0).Output.ShouldContain("wordpress", Case.Insensitive);
        (await world.ActiveAlertsAsync()).ShouldBeEmpty();
        await world.RemoveAsync();
    }

    /// <summary>What somebody does in Azure's portal: the lock away, then the registration.</summary>
    private async Task DeleteInAzureAsync(params string[] which) =>
        (await world.Local.JsonAsync(["registration", "remove", "--stamp-is-gone", .. which, "--yes"])).ShouldExitWith(0);

    private async Task SetNodesAsync(int nodes)
    {
        await world.Local.StopAsync();
        await using (var stamp = AzsregProgram.Start(
            ["stamp", "serve", LocalWorld.Stamp, "--nodes", $"{nodes}", "--port", "0", "--pep-port", "0", "--data", world.Local.Folder, "--output", "json"]))
        {
            await stamp.LineAsync(line => line.StartsWith('{'), TimeSpan.FromMinutes(5));
        }

        await world.Local.StartAsync();
    }
}
