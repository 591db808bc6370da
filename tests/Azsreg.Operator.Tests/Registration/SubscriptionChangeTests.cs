using Azsreg.Operator.Registration;
using Azsreg.Protocol;

namespace Azsreg.Operator.Tests.Registration;

public sealed class SubscriptionChangeTests : RegistrationRig
{
    private const string Other = "8f2a0000-0000-4000-8000-000000000b90";
    private const string OtherId = $"/subscriptions/{Other}/resourceGroups/stamps/providers/Microsoft.AzureStack/registrations/there";

    [Fact]
    public async Task RunAsync_RegisteredInASubscriptionTheAccountSees_NamesTheCommandsBeforeAnythingIsTouched()
    {
        Adjust = side => side with { FindElsewhere = (cloudId, _) => Task.FromResult<ArmResourceId?>(cloudId == FakeStamp.CloudId ? ArmResourceId.Parse(OtherId) : null) };

        var failure = await RefusedAsync(() => SetAsync(PayAsYouUse));

        failure.Entry.Code.ShouldBe("AZR2132");
        failure.NextCommands.ShouldBe(
        [
            $"azsreg registration remove --stamp AzS-ERCS01 --subscription {Other}",
            $"azsreg account set --subscription {FakeAzure.Subscription}",
            "azsreg registration set --stamp AzS-ERCS01 --billing-model PayAsYouUse",
        ]);
        Azure.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_StampSaysItIsInASubscriptionTheAccountDoesNotSee_BelievesTheStamp()
    {
        await ActivateElsewhereAsync();

        var failure = await RefusedAsync(() => SetAsync(PayAsYouUse));

        failure.Entry.Code.ShouldBe("AZR2132");
        failure.Detail.ShouldContain($"'there' in stamps of subscription {Other}; so the stamp says");
        failure.NextCommands[0].ShouldBe("azsreg login");
    }

    [Fact]
    public async Task RunAsync_RegistrationElsewhereIsGone_RegistersHere()
    {
        await ActivateElsewhereAsync();
        Adjust = side => side with { VisibleSubscriptions = [Other] };
        Azure.ActivationElsewhere = null;

        (await SetAsync(PayAsYouUse)).Report.Applied.ShouldBeTrue();
    }

    [Fact]
    public async Task RemoveAsync_WrongSubscription_NamesTheRightOne()
    {
        await ActivateElsewhereAsync();
        Adjust = side => side with { FindElsewhere = (_, _) => Task.FromResult<ArmResourceId?>(ArmResourceId.Parse(OtherId)) };

        var failure = await RefusedAsync(() => RemoveAsync());

        failure.Entry.Code.ShouldBe("AZR2132");
        failure.NextCommands.ShouldBe([$"azsreg registration remove --stamp AzS-ERCS01 --subscription {Other}"]);
        Azure.Activation.ShouldNotBeNull();
    }

    [Fact]
    public async Task RemoveAsync_RegistrationElsewhereIsGone_DeactivatesTheStamp()
    {
        await ActivateElsewhereAsync();
        Adjust = side => side with { VisibleSubscriptions = [Other] };

        await RemoveAsync();

        Azure.Activation.ShouldBeNull();
    }

    [Fact]
    public async Task RemoveAsync_DeletedInAzureBySomebody_DeactivatesTheStamp()
    {
        await SetAsync(PayAsYouUse);
        Azure.Registrations.Clear();

        await RemoveAsync();

        Azure.Activation.ShouldBeNull();
    }

    [Fact]
    public async Task RunAsync_DeletedInAzureBySomebody_MakesItAgainUnderItsNameAndAgreement()
    {
        await SetAsync(new RegistrationRequest { BillingModel = BillingModel.Capacity, AgreementNumber = "00777", RegistrationName = "mine", ResourceGroup = "stamps" });
        Azure.Registrations.Clear();
        Azure.Locks.Clear();

        await SetAsync(new RegistrationRequest());

        var (token, _) = Azure.Registrations[FakeAzure.RegistrationId("mine", "stamps")];
        (token.BillingModel, token.AgreementNumber).ShouldBe(("Capacity", "00777"));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task RemoveAsync_StampIsGone_RemovesAzuresSideWithoutAskingIt(bool byName, bool byCloudId)
    {
        await SetAsync(PayAsYouUse);
        Stamp.Commands.Clear();

        var outcome = await RemoveAsync(new RemovalRequest
        {
            StampIsGone = true, RegistrationName = byName ? DefaultName : null, CloudId = byCloudId ? FakeStamp.CloudId : null,
        });

        Azure.Registrations.ShouldBeEmpty();
        Azure.Locks.ShouldBeEmpty();
        Azure.Roles.ShouldBeEmpty();
        Azure.Principals.ShouldBeEmpty();
        Stamp.Commands.ShouldBeEmpty();
        outcome.StampVersion.ShouldBeNull();
    }

    [Fact]
    public async Task RemoveAsync_StampIsGoneAndNobodySaysWhich_IsRefused() =>
        (await RefusedAsync(() => RemoveAsync(new RemovalRequest { StampIsGone = true }))).Entry.Code.ShouldBe("AZR2135");

    [Fact]
    public async Task RemoveAsync_StampIsGoneAndNameAndCloudIdDoNotGoTogether_RemovesNothing()
    {
        await SetAsync(PayAsYouUse);

        (await RefusedAsync(() => RemoveAsync(new RemovalRequest { StampIsGone = true, RegistrationName = DefaultName, CloudId = "another" })))
            .Entry.Code.ShouldBe("AZR2108");

        Azure.Registrations.Count.ShouldBe(1);
    }

    [Fact]
    public async Task RunAsync_GroupIsBeingDeleted_WaitsUntilItIsGoneAndMakesIt()
    {
        Azure.Deleting["azurestack"] = 3;

        await SetAsync(PayAsYouUse);

        Azure.Groups.Keys.ShouldBe(["azurestack"]);
        Events.ShouldContain(one => one.Detail == "waiting until the former azurestack is deleted");
    }

    [Fact]
    public async Task RunAsync_BillingRulesAndLocationAreWrong_TellsBothAtOnce()
    {
        var failure = await RefusedAsync(() => SetAsync(new RegistrationRequest { BillingModel = BillingModel.Capacity, Location = "atlantis" }));

        failure.Entry.Code.ShouldBe("AZR2101");
        failure.Detail.ShouldContain("MissingAgreementNumber");
        failure.Detail.ShouldContain("UnknownResourceGroupLocation: 'atlantis' is not available.");
    }

    private async Task ActivateElsewhereAsync()
    {
        await SetAsync(PayAsYouUse);
        Azure.Registrations.Clear();
        Azure.Writes.Clear();
        Azure.ActivationElsewhere = OtherId;
    }
}
