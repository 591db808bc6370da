using Azsreg.Operator.Registration;
using Azsreg.Operator.Workflow;
using Azsreg.Protocol;
using Azsreg.Remoting;

namespace Azsreg.Operator.Tests.Registration;

public sealed class ConnectedRegistrationTests : RegistrationRig
{
    private const string Scope = "/subscriptions/" + FakeAzure.Subscription;

    [Fact]
    public async Task RunAsync_NothingThere_DoesTheWritesInTheOrderOfTheDesign()
    {
        Azure.ProviderRegistered = false;

        var outcome = await SetAsync(PayAsYouUse);

        var role = Azure.Roles.Keys.Single();
        Azure.Writes.ShouldBe(
        [
            $"POST {Scope}/providers/Microsoft.AzureStack/register",
            $"PUT {Scope}/resourceGroups/azurestack",
            $"PUT {DefaultId}",
            $"PUT {LockId}",
            $"PUT {role}",
        ]);
        Stamp.Called().ShouldBe(
        [
            "Get-AzureStackStampInformation", "New-AzureBridgeServicePrincipal", "Set-RegistrationKeyPair", "New-RegistrationToken", "New-AzureStackActivation",
        ]);
        outcome.Summary.StampReading.ActivationState.ShouldBe("Active");
        outcome.Summary.StampReading.ActivationRequiredAlert.ShouldBe("Closed");
        outcome.Summary.StampReading.MarketplaceItems.ShouldBe(1);
        outcome.Summary.Billing.ShouldBe("Registering costs nothing; usage will be billed to Contoso Stamps.");
        outcome.Summary.PrivilegedEndpointUrl!.AbsoluteUri.ShouldBe("https://localhost:20011/wsman");
        UnfinishedJournals().ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_NothingThere_GivesTheStampItsDocumentedParameters()
    {
        await SetAsync(PayAsYouUse);

        var bridge = Stamp.Commands.Single(one => one.Name == "New-AzureBridgeServicePrincipal");
        bridge.Parameters.Select(one => (one.Name, one.Value)).ShouldBe<(string?, object?)>(
        [
            ("TenantId", FakeAzure.Tenant), ("AzureEnvironment", "Local"), ("TimeoutInSeconds", 1800), ("RefreshToken", "refresh-token-of-the-operator"),
        ]);
        var token = Stamp.Commands.Single(one => one.Name == "New-RegistrationToken");
        token.Parameters.Select(one => (one.Name, one.Value)).ShouldBe<(string?, object?)>(
        [
            ("BillingModel", "PayAsYouUse"), ("MarketplaceSyndicationEnabled", true), ("UsageReportingEnabled", true), ("TokenVersion", "6.0"),
        ]);
    }

    [Theory]
    [InlineData("1.1910.0.58", null)]
    [InlineData("1.2008.0.49", "3.0")]
    [InlineData("1.2309.0.4", "3.0")]
    [InlineData("1.2309.0.5", "6.0")]
    public async Task RunAsync_StampOfAVersion_AsksForTheTokenThatVersionKnows(string version, string? expected)
    {
        Stamp.Version = version;

        await SetAsync(PayAsYouUse);

        Stamp.Commands.Single(one => one.Name == "New-RegistrationToken").Parameters
            .FirstOrDefault(one => one.Name == "TokenVersion")?.Value.ShouldBe(expected);
    }

    [Theory]
    [InlineData("1.2209.0.23", 4, false)]
    [InlineData("1.2209.0.24", 1, false)]
    [InlineData("1.2209.0.24", 2, true)]
    public async Task RunAsync_VersionAndNodes_DecideAboutTheKeyPair(string version, int nodes, bool asked)
    {
        Stamp.Version = version;
        Stamp.Nodes = nodes;

        await SetAsync(PayAsYouUse);

        Stamp.Called("Set-RegistrationKeyPair").Count.ShouldBe(asked ? 1 : 0);
    }

    [Fact]
    public async Task RunAsync_SecondRun_ChangesNothing()
    {
        await SetAsync(PayAsYouUse);
        Azure.Writes.Clear();
        Stamp.Commands.Clear();

        var outcome = await SetAsync(PayAsYouUse);

        outcome.Report.Plan.ChangesAnything.ShouldBeFalse();
        Azure.Writes.ShouldBeEmpty();
        Stamp.Called().ShouldBe(["Get-AzureStackStampInformation"]);
    }

    [Fact]
    public async Task RunAsync_SecondRunWithoutAStampSignIn_ChangesNothingAndSaysThatSideWasNotRead()
    {
        await SetAsync(PayAsYouUse, withAdmin: false);
        Azure.Writes.Clear();
        Stamp.Commands.Clear();

        var outcome = await SetAsync(PayAsYouUse, withAdmin: false);

        Azure.Writes.ShouldBeEmpty();
        Stamp.Called().ShouldBe(["Get-AzureStackStampInformation"]);
        outcome.Summary.StampReading.WasRead.ShouldBeFalse();
        outcome.Summary.StampReading.WhyNot.ShouldBe("nobody is signed in there");
    }

    [Fact]
    public async Task RunAsync_OtherBillingModel_ChangesItInPlaceWithTheLockLiftedAndSetAgain()
    {
        await SetAsync(PayAsYouUse);
        Azure.Writes.Clear();

        await SetAsync(new RegistrationRequest { BillingModel = BillingModel.Capacity, AgreementNumber = "0012345" });

        Azure.Writes.ShouldBe([$"DELETE {LockId}", $"PUT {DefaultId}", $"PUT {LockId}"]);
        var token = Azure.Registrations[DefaultId].Token;
        token.BillingModel.ShouldBe("Capacity");
        token.AgreementNumber.ShouldBe("0012345");
        token.UsageReportingEnabled.ShouldBeFalse();
        Azure.Activation!.BillingModel.ShouldBe("Capacity");
    }

    [Fact]
    public async Task RunAsync_ValuesNotGiven_StayAsRegistered()
    {
        await SetAsync(new RegistrationRequest { BillingModel = BillingModel.Capacity, AgreementNumber = "0012345", MarketplaceSyndication = false });
        Azure.Writes.Clear();

        var outcome = await SetAsync(new RegistrationRequest());

        outcome.Report.Plan.ChangesAnything.ShouldBeFalse();
        outcome.Summary.MarketplaceSyndication.ShouldBeFalse();
        Azure.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task PlanAsync_NothingThere_SaysWhatWouldComeAndTouchesNothing()
    {
        var outcome = await PlanAsync(PayAsYouUse);

        outcome.Report.Plan.Changes.Select(change => $"{change.Sign} {change.Subject}").ShouldBe(
        [
            "= provider Microsoft.AzureStack",
            "+ resource group azurestack",
            "+ bridge service principal",
            $"+ registration {DefaultName}",
            "+ lock RegistrationResourceLock",
            "+ role Azure Stack Registration Owner",
            "+ activation",
        ]);
        outcome.Report.Plan.Notes.ShouldContain(note => note.Contains("obliges to register", StringComparison.Ordinal));
        Azure.Writes.ShouldBeEmpty();
        Stamp.Called().ShouldBe(["Get-AzureStackStampInformation"]);
        Directory.EnumerateFiles(Folder.Operator, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task PlanAsync_Registered_SaysOldAndNew()
    {
        await SetAsync(PayAsYouUse);

        var outcome = await PlanAsync(new RegistrationRequest { BillingModel = BillingModel.Capacity, AgreementNumber = "7" });

        outcome.Report.Plan.Changes.Where(change => change.Kind == ChangeKind.Change).Select(change => $"{change.Subject}: {change.Text}").ShouldBe(
        [
            "billing model: PayAsYouUse → Capacity", "agreement number: none → 7", "usage reporting: on → off", "activation: the former key → the key of the registration",
        ]);
    }

    [Fact]
    public async Task RunAsync_SeveralBillingRulesBroken_TellsAllBeforeAnythingIsTouched()
    {
        Azure.ProviderRegistered = false;
        Azure.Quota = "PayAsYouGo_2014-09-01";

        var failure = await RefusedAsync(() => SetAsync(new RegistrationRequest { BillingModel = BillingModel.Capacity, MsAssetTag = "x" }));

        failure.Entry.Code.ShouldBe("AZR2101");
        failure.Detail.ShouldContain("MissingAgreementNumber");
        failure.Detail.ShouldContain("OfferNotAllowed");
        failure.Detail.ShouldContain("MsAssetTagNotAllowed");
        failure.Detail.ShouldEndWith("Nothing was changed.");
        Azure.Writes.ShouldBeEmpty();
        Stamp.Called().ShouldBe(["Get-AzureStackStampInformation"]);
    }

    [Fact]
    public async Task RunAsync_NameOfAnotherStamp_IsRefusedAndTheRightNameTold()
    {
        Azure.Register("AzureStackRegistration", new RegistrationToken { CloudId = "91d", BillingModel = "Development", Version = "1.0" });

        var failure = await RefusedAsync(() => SetAsync(PayAsYouUse with { RegistrationName = "AzureStackRegistration" }));

        failure.Entry.Code.ShouldBe("AZR2104");
        failure.NextCommands.Single().ShouldEndWith($"--registration-name {DefaultName}");
        Azure.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_StampRegisteredUnderAnotherName_IsRefusedAndThatNameTold()
    {
        Azure.Register("old", new RegistrationToken { CloudId = FakeStamp.CloudId, BillingModel = "Development", Version = "1.0" }, "elsewhere");

        var failure = await RefusedAsync(() => SetAsync(PayAsYouUse with { RegistrationName = "new" }));

        failure.Entry.Code.ShouldBe("AZR2105");
        failure.Detail.ShouldContain("'old' in elsewhere");
        Azure.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_StampRegisteredAndNoNameGiven_TakesItsOwnRegistration()
    {
        Azure.Register("old", new RegistrationToken { CloudId = FakeStamp.CloudId, BillingModel = "Development", Version = "1.0" }, "elsewhere");

        var outcome = await SetAsync(PayAsYouUse);

        outcome.Summary.RegistrationId.ShouldBe(FakeAzure.RegistrationId("old", "elsewhere"));
        Azure.Registrations.Count.ShouldBe(1);
    }

    [Fact]
    public async Task RunAsync_ServicePrincipalWithoutRefreshToken_IsToldBeforeAnythingIsTouched()
    {
        Azure.RefreshToken = null;

        var failure = await RefusedAsync(() => SetAsync(PayAsYouUse));

        failure.Entry.Code.ShouldBe("AZR3004");
        Azure.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_RightsMissing_NamesAllOfThemBeforeAnythingIsTouched()
    {
        Azure.NotActions.Add("Microsoft.Authorization/*/write");

        var failure = await RefusedAsync(() => SetAsync(PayAsYouUse));

        failure.Entry.Code.ShouldBe("AZR3005");
        failure.Detail.ShouldContain("Microsoft.Authorization/locks/write");
        failure.Detail.ShouldContain("Microsoft.Authorization/roleAssignments/write");
        Azure.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_UnknownLocation_ListsTheKnownOnes()
    {
        var failure = await RefusedAsync(() => SetAsync(PayAsYouUse with { Location = "atlantis" }));

        failure.Entry.Code.ShouldBe("AZR2102");
        failure.Detail.ShouldStartWith("'atlantis' is not available. Available locations: westcentralus, westeurope.");
        Azure.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_LocationByItsDisplayName_IsTheSameLocation()
    {
        await SetAsync(PayAsYouUse with { Location = "West Europe" });

        Azure.Groups["azurestack"].ShouldBe("westeurope");
    }

    [Fact]
    public async Task RunAsync_ReadOnlyLockOfSomeoneElse_IsNamedBeforeAnythingIsTouched()
    {
        Azure.Groups["azurestack"] = "westcentralus";
        var foreign = $"{Scope}/resourceGroups/azurestack/providers/Microsoft.Authorization/locks/freeze";
        Azure.Locks[foreign] = "ReadOnly";

        var failure = await RefusedAsync(() => SetAsync(PayAsYouUse));

        failure.Entry.Code.ShouldBe("AZR2106");
        failure.Detail.ShouldContain(foreign);
        Azure.Writes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("AzureGermanCloud", "1.2311.1.22")]
    [InlineData("AzureChinaCloud", "1.0.180106.1")]
    [InlineData("AzureUSGovernment", "1.1802.0.1")]
    public async Task RunAsync_CloudThatTakesNoSuchStamp_IsRefused(string environment, string version)
    {
        Stamp.Version = version;

        var failure = await RefusedAsync(() => SetAsync(PayAsYouUse, environment: environment));

        failure.Entry.Code.ShouldBe("AZR2114");
        Azure.Writes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("AzureChinaCloud")]
    [InlineData("AzureUSGovernment")]
    public async Task RunAsync_SovereignCloudAndAStampOf1803_Registers(string environment)
    {
        Stamp.Version = "1.1803.0.1";

        (await SetAsync(PayAsYouUse, environment: environment)).Report.Applied.ShouldBeTrue();
    }

    [Fact]
    public async Task RunAsync_AzureRefusesTheToken_LeavesNothingHalfMade()
    {
        Azure.Refuse = (method, path) => method == "PUT" && path == DefaultId ? (400, "InvalidRegistrationToken", "The registration token is malformed.") : null;

        var failure = await RefusedAsync(() => SetAsync(PayAsYouUse));

        failure.Entry.Code.ShouldBe("AZR2107");
        failure.Detail.ShouldContain("Taken back: bridge service principal b1b1b1b1-0000-4000-8000-000000000001, resource group azurestack.");
        Azure.Groups.ShouldBeEmpty();
        Azure.Principals.ShouldBeEmpty();
        Azure.Registrations.ShouldBeEmpty();
        UnfinishedJournals().ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_StampRefusesTheKey_LeavesNothingHalfMade()
    {
        Stamp.Fail = (command, _) => command.Name == "New-AzureStackActivation"
            ? new RemoteError("AZR5002 the activation key was altered: its signature does not fit its content.", "ActivationKeyAltered,New-AzureStackActivation")
            : null;

        var failure = await RefusedAsync(() => SetAsync(PayAsYouUse));

        failure.Entry.Code.ShouldBe("AZR5002");
        Stamp.Called("New-AzureStackActivation").Count.ShouldBe(1);
        Azure.Registrations.ShouldBeEmpty();
        Azure.Locks.ShouldBeEmpty();
        Azure.Roles.ShouldBeEmpty();
        Azure.Principals.ShouldBeEmpty();
        Azure.Groups.ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_ChangeIsRefused_SetsTheLockAgainAndKeepsTheBridge()
    {
        await SetAsync(PayAsYouUse);
        Azure.Refuse = (method, path) => method == "PUT" && path == DefaultId ? (400, "InvalidRegistrationToken", "The registration token is malformed.") : null;

        await RefusedAsync(() => SetAsync(new RegistrationRequest { BillingModel = BillingModel.Development }));

        Azure.Locks.Keys.ShouldBe([LockId]);
        Azure.Principals.Count.ShouldBe(1);
        Azure.Registrations[DefaultId].Token.BillingModel.ShouldBe("PayAsYouUse");
    }

    [Fact]
    public async Task RunAsync_UndoIsNotAllowed_TellsTheFirstErrorAndWhatIsLeft()
    {
        Azure.Refuse = (method, path) => (method, path) switch
        {
            ("PUT", _) when path == DefaultId => (400, "InvalidRegistrationToken", "The registration token is malformed."),
            ("DELETE", _) when path.StartsWith("/graph/", StringComparison.Ordinal) => (403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation."),
            _ => null,
        };

        var failure = await RefusedAsync(() => SetAsync(PayAsYouUse));

        failure.Entry.Code.ShouldBe("AZR2107");
        failure.Detail.ShouldContain("Could not be taken back: bridge service principal");
        Events.ShouldContain(one => one.Kind == WorkflowEventKind.LeftBehind && one.Step == "bridge");
    }

    [Fact]
    public async Task RunAsync_AnotherActionRuns_AttachesToItAndGoesOn()
    {
        Stamp.Fail = (command, count) => command.Name == "New-AzureBridgeServicePrincipal" && count == 1
            ? new RemoteError("Cannot invoke action plan because another action is in progress: 7c1", "ActionInProgress,New-AzureBridgeServicePrincipal")
            : null;

        await SetAsync(PayAsYouUse);

        Stamp.Called("New-AzureBridgeServicePrincipal", "Get-ActionStatus").ShouldBe(
            ["New-AzureBridgeServicePrincipal", "Get-ActionStatus", "Get-ActionStatus", "New-AzureBridgeServicePrincipal"]);
        Events.ShouldContain(one => one.Kind == WorkflowEventKind.Progressed && one.Detail == "another action is running on the stamp");
    }

    [Fact]
    public async Task RunAsync_StampRestartsInBetween_OpensAnotherSessionAndLosesNothing()
    {
        Stamp.Lose = (command, count) => command.Name == "New-RegistrationToken" && count == 1 ? new RemotingUnreachableException("gone") : null;

        await SetAsync(PayAsYouUse);

        Stamp.Sessions.ShouldBe(2);
        Stamp.Called("New-AzureBridgeServicePrincipal").Count.ShouldBe(1);
    }

    [Fact]
    public async Task RunAsync_StampIsDown_SaysThatItCannotBeReachedAndTouchesNothing()
    {
        Stamp.Lose = (_, _) => new RemotingUnreachableException("Nobody listens.");

        var failure = await RefusedAsync(() => SetAsync(PayAsYouUse));

        failure.Entry.Kind.ShouldBe(FailureKind.Unreachable);
        failure.Detail.ShouldEndWith("Nothing was changed.");
        Azure.Writes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("New-AzureBridgeServicePrincipal")]
    [InlineData("Set-RegistrationKeyPair")]
    [InlineData("New-RegistrationToken")]
    [InlineData("New-AzureStackActivation")]
    public async Task RunAsync_InterruptedAtACommand_TheNextRunFinishesAndMakesNothingTwice(string command)
    {
        using var stop = new CancellationTokenSource();
        Stamp.Lose = (asked, count) =>
        {
            if (asked.Name != command || count > 1) return null;
            stop.Cancel();
            return new OperationCanceledException(stop.Token);
        };
        await Should.ThrowAsync<OperationCanceledException>(() => SetAsync(PayAsYouUse, cancellation: stop.Token));
        UnfinishedJournals().Count.ShouldBe(1);

        var outcome = await SetAsync(PayAsYouUse);

        outcome.Report.ResumedFrom.ShouldNotBeNull();
        outcome.Summary.StampReading.ActivationState.ShouldBe("Active");
        Azure.Principals.Count.ShouldBe(1);
        Azure.Roles.Count.ShouldBe(1);
        Azure.Writes.Count(write => write == $"PUT {DefaultId}").ShouldBe(1);
        UnfinishedJournals().ShouldBeEmpty();
    }

    [Fact]
    public async Task RunAsync_InterruptedBetweenChangeAndActivation_ActivatesInTheNextRunThoughTheStampLooksActive()
    {
        await SetAsync(PayAsYouUse);
        using var stop = new CancellationTokenSource();
        Stamp.Lose = (asked, count) =>
        {
            if (asked.Name != "New-AzureStackActivation" || count != 2) return null;
            stop.Cancel();
            return new OperationCanceledException(stop.Token);
        };
        // Development differs from PayAsYouUse in nothing the activation tells.
        await Should.ThrowAsync<OperationCanceledException>(() => SetAsync(new RegistrationRequest { BillingModel = BillingModel.Development }, cancellation: stop.Token));

        await SetAsync(new RegistrationRequest { BillingModel = BillingModel.Development });

        Azure.Activation!.BillingModel.ShouldBe("Development");
        Azure.Locks.Keys.ShouldBe([LockId]);
    }

    [Fact]
    public async Task RunAsync_BridgeGoneFromTheDirectory_MakesAnotherAndPutsTheRegistrationAgain()
    {
        await SetAsync(PayAsYouUse);
        Azure.Principals.Clear();

        await SetAsync(PayAsYouUse);

        Azure.Principals.Count.ShouldBe(1);
        Azure.Registrations[DefaultId].Token.ObjectId.ShouldBe(Azure.Principals.Keys.Single());
        Azure.Roles.Values.ShouldContain(Azure.Principals.Keys.Single());
    }

    [Fact]
    public async Task RunAsync_Done_LeavesNoSecretInTheFolder()
    {
        await SetAsync(PayAsYouUse);

        var written = EverythingWritten();
        written.ShouldContain(FakeStamp.CloudId);
        written.ShouldNotContain("refresh-token-of-the-operator");
        written.ShouldNotContain(Azure.KeyOf(DefaultId));
        written.ShouldNotContain("eyJ");
        History.Token(History.Read()[0])!.Reveal().ShouldStartWith("eyJ");
    }

    [Fact]
    public async Task RunAsync_Done_TellsTimesOfEveryStep()
    {
        var outcome = await SetAsync(PayAsYouUse);

        outcome.Report.Elapsed.Select(step => step.Key).ShouldBe(
        [
            "account", "provider", "stamp", "name", "billing", "rights", "resource-group", "bridge", "key-pair", "token", "registration", "lock", "role",
            "activation-key", "activation", "verify",
        ]);
    }
}
