using Azsreg.Operator.Registration;
using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Tests.Registration;

/// <summary>What a connected registration does, changes and tells.</summary>
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

    /// <summary>The principal is in place, so nobody asked the stamp for it; its token without features would be one that leaves as a file.</summary>
    [Fact]
    public async Task RunAsync_BothFeaturesOffAndPrincipalInPlace_AsksForItSoThatTheTokenNamesIt()
    {
        var request = new RegistrationRequest { BillingModel = BillingModel.Capacity, AgreementNumber = "0012345", MarketplaceSyndication = false };
        await SetAsync(request);
        Stamp.Commands.Clear();

        await SetAsync(request with { AgreementNumber = "0012346" });

        Stamp.Called("New-AzureBridgeServicePrincipal", "New-RegistrationToken").ShouldBe(
            ["New-RegistrationToken", "New-AzureBridgeServicePrincipal", "New-RegistrationToken"]);
        Azure.Registrations.Values.Single().Token.ObjectId.ShouldBe(Azure.Principals.Keys.Single());
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

    /// <summary>From files to a line, with nothing else changed: the registration is to name the principal that is made.</summary>
    [Fact]
    public async Task RunAsync_RegisteredWithoutALineUntilNow_NamesTheNewPrincipal()
    {
        await SetAsync(PayAsYouUse);
        var (token, etag) = Azure.Registrations[DefaultId];
        Azure.Registrations[DefaultId] = (token with { ObjectId = null }, etag);
        Azure.Principals.Clear();

        await SetAsync(PayAsYouUse);

        Azure.Registrations[DefaultId].Token.ObjectId.ShouldBe(Azure.Principals.Keys.Single());
        Azure.Activation!.ObjectId.ShouldBe(Azure.Principals.Keys.Single());
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
