using Azsreg.Cloud.Sample;
using Azsreg.Portal.Work;
using Azsreg.Protocol;

namespace Azsreg.Portal.Tests.Registration;

/// <summary>The forms as a person without scripts uses them, against a real Azure side and a real stamp.</summary>
public sealed class RegistrationStoryTests : IAsyncLifetime
{
    private readonly RegistrationWorld _world = new();

    public async ValueTask InitializeAsync() => await _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Form_RegisterChangeRemove_BothSidesFollow()
    {
        using var visitor = await _world.SignInAsync();
        visitor.Text.ShouldContain("Activation Required");
        visitor.Page.ShouldContain("href=\"/registration\"");
        await _world.SignInAtAzureAsync(visitor);

        // Register: the plan first, then the run of that plan.
        await visitor.PostAsync(_world.At("/registration"), [.. Fields("register"), ("billing-model", "PayAsYouUse"), ("show-plan", "1")]);
        visitor.Text.ShouldContain("resource group azurestack");
        visitor.Text.ShouldContain("Registering costs nothing; usage will be billed to Contoso Stamps.");
        visitor.Page.ShouldNotContain(RegistrationWorld.Password.Reveal());
        await visitor.PostAsync(_world.At("/registration/run"), [.. Fields("register"), ("billing-model", "PayAsYouUse"), ("plan", visitor.HiddenOf("plan"))]);
        var registered = await _world.EndOfRunAsync(visitor);
        registered.State.ShouldBe(WorkState.Done, registered.Failure?.Detail);
        registered.Steps.ShouldAllBe(step => step.State == WorkStepState.Done || step.State == WorkStepState.InPlace);
        visitor.Text.ShouldContain("The stamp is registered and activated.");
        await visitor.GetAsync(_world.At("/region"));
        visitor.Text.ShouldContain("REGISTRATION STATUS Registered");
        visitor.Text.ShouldContain($"REGISTRATION SUBSCRIPTION ID {SampleData.SubscriptionId}");
        await visitor.GetAsync(_world.At("/"));
        visitor.Text.ShouldNotContain("Activation Required");

        // Change: what is registered stays as it is but for the model.
        await visitor.PostAsync(_world.At("/registration"), [.. Fields("change"), ("billing-model", "Development"), ("show-plan", "1")]);
        visitor.Text.ShouldContain("Development");
        await visitor.PostAsync(_world.At("/registration/run"), [.. Fields("change"), ("billing-model", "Development"), ("plan", visitor.HiddenOf("plan"))]);
        (await _world.EndOfRunAsync(visitor)).State.ShouldBe(WorkState.Done, visitor.Text);
        await visitor.GetAsync(_world.At("/region"));
        visitor.Text.ShouldContain("Billing model Development");

        // Remove: not without the registration's name.
        await visitor.PostAsync(_world.At("/registration/remove"), [.. Fields(null), ("show-plan", "1")]);
        var plan = visitor.HiddenOf("plan");
        plan.ShouldNotBeEmpty(visitor.Text);
        await visitor.PostAsync(_world.At("/registration/remove/run"), [.. Fields(null), ("plan", plan), ("confirm", "AzureStack")]);
        visitor.Page.ShouldContain(ErrorCatalogue.ConfirmationDiffers.Code);
        var name = System.Text.RegularExpressions.Regex.Match(visitor.Text, "AzureStack-[0-9a-f-]{36}").Value;
        await visitor.GetAsync(_world.At("/region"));
        name = System.Text.RegularExpressions.Regex.Match(visitor.Text, "AzureStack-[0-9a-f-]{36}").Value;
        await visitor.PostAsync(_world.At("/registration/remove/run"), [.. Fields(null), ("plan", plan), ("confirm", name)]);
        (await _world.EndOfRunAsync(visitor)).State.ShouldBe(WorkState.Done, visitor.Text);
        await visitor.GetAsync(_world.At("/region"));
        visitor.Text.ShouldContain("REGISTRATION STATUS Not registered");
    }

    [Fact]
    public async Task Run_AnotherPlanThanShown_ChangesNothing()
    {
        using var visitor = await _world.SignInAsync();
        await _world.SignInAtAzureAsync(visitor);

        await visitor.PostAsync(_world.At("/registration/run"), [.. Fields("register"), ("billing-model", "PayAsYouUse"), ("plan", new string('0', 32))]);

        (await _world.EndOfRunAsync(visitor)).Failure!.Code.ShouldBe(ErrorCatalogue.PlanHasChanged.Code);
        await visitor.GetAsync(_world.At("/region"));
        visitor.Text.ShouldContain("REGISTRATION STATUS Not registered");
    }

    [Fact]
    public async Task Plan_WrongPassword_IsToldAndNotTriedAgainByItself()
    {
        using var visitor = await _world.SignInAsync();
        await _world.SignInAtAzureAsync(visitor);
        (string, string)[] fields = [.. Fields("register").Where(field => field.Item1 != "cloud-admin-password"), ("cloud-admin-password", "wrong"), ("billing-model", "Development")];

        await visitor.PostAsync(_world.At("/registration/plan"), fields);
        visitor.Page.ShouldContain(ErrorCatalogue.CloudAdminRefused.Code);
        await visitor.GetAsync(_world.At("/registration"));
        await visitor.PostAsync(_world.At("/registration/plan"), fields);

        visitor.Page.ShouldContain(ErrorCatalogue.CredentialRefusedBefore.Code);
    }

    [Fact]
    public async Task Files_TokenAndKey_CrossTheGap()
    {
        using var visitor = await _world.SignInAsync();
        await visitor.GetAsync(_world.At("/registration/offline"));
        await visitor.PostAsync(
            _world.At("/registration/offline/token"),
            [("billing-model", "Capacity"), ("agreement-number", SampleData.AgreementNumber), ("environment", "Local"), .. CloudAdmin()]);
        (await _world.EndOfRunAsync(visitor)).State.ShouldBe(WorkState.Done, visitor.Text);

        var token = CarriedFile.ReadToken(await visitor.DownloadAsync(_world.At("/registration/offline/token")), "the download");

        token.Token.BillingModel.ShouldBe("Capacity");
        token.Token.AgreementNumber.ShouldBe(SampleData.AgreementNumber);
        await visitor.GetAsync(_world.At("/registration/offline"));
        visitor.Text.ShouldContain($"azsreg offline register --token-file AzureStack-{token.Token.CloudId}-registration-token.txt");
        await visitor.UploadAsync(_world.At("/registration/offline/activate"), "key-file", System.Text.Encoding.UTF8.GetBytes(token.Text.Reveal()), CloudAdmin());
        visitor.Page.ShouldContain(ErrorCatalogue.CarriedFileOfWrongKind.Code);
    }

    /// <summary>The stamp has a bridge principal of its former registration, and shows nowhere that it has a line.</summary>
    [Fact]
    public async Task Files_StampThatWasConnected_IsDisconnectedOnEveryPage()
    {
        using var visitor = await _world.SignInAsync();
        await _world.SignInAtAzureAsync(visitor);
        await visitor.PostAsync(_world.At("/registration"), [.. Fields("register"), ("billing-model", "Development"), ("show-plan", "1")]);
        await visitor.PostAsync(_world.At("/registration/run"), [.. Fields("register"), ("billing-model", "Development"), ("plan", visitor.HiddenOf("plan"))]);
        (await _world.EndOfRunAsync(visitor)).State.ShouldBe(WorkState.Done, visitor.Text);
        await visitor.GetAsync(_world.At("/"));
        visitor.Text.ShouldContain("Registration Registered");

        await visitor.GetAsync(_world.At("/registration/offline"));
        await visitor.PostAsync(_world.At("/registration/offline/token"), [("billing-model", "Development"), ("environment", "Local"), .. CloudAdmin()]);
        (await _world.EndOfRunAsync(visitor)).State.ShouldBe(WorkState.Done, visitor.Text);
        var token = CarriedFile.ReadToken(await visitor.DownloadAsync(_world.At("/registration/offline/token")), "the download");
        token.Token.ObjectId.ShouldBeNull();
        var key = await _world.CarryToAzureAsync(token);
        await visitor.GetAsync(_world.At("/registration/offline"));
        await visitor.UploadAsync(_world.At("/registration/offline/activate"), "key-file", System.Text.Encoding.UTF8.GetBytes(key), CloudAdmin());
        (await _world.EndOfRunAsync(visitor)).State.ShouldBe(WorkState.Done, visitor.Text);

        await visitor.GetAsync(_world.At("/"));
        visitor.Text.ShouldContain("Registration Disconnected");
        await visitor.GetAsync(_world.At("/region"));
        visitor.Text.ShouldContain("REGISTRATION STATUS Disconnected");
        await visitor.GetAsync(_world.At("/marketplace/add"));
        visitor.Text.ShouldContain("This stamp has no line to Azure");
    }

    [Fact]
    public async Task Upload_LargerThanAnyKey_IsRefused()
    {
        using var visitor = await _world.SignInAsync();
        await visitor.GetAsync(_world.At("/registration/offline"));

        await visitor.UploadAsync(_world.At("/registration/offline/activate"), "key-file", new byte[TransferText.MaxBytes + 1], CloudAdmin());

        visitor.Page.ShouldContain(ErrorCatalogue.UploadTooLarge.Code);
    }

    [Fact]
    public async Task Post_Reader_IsForbiddenAndThePageSaysSo()
    {
        using var visitor = await _world.SignInAsync(RegistrationWorld.Reader);
        await visitor.GetAsync(_world.At("/registration"));
        visitor.Text.ShouldContain("Only an Owner can do this");

        await visitor.PostAsync(_world.At("/registration/run"), ("do", "register"));

        visitor.Status.ShouldBe(System.Net.HttpStatusCode.Forbidden);
    }

    private static (string, string)[] Fields(string? intent) =>
        [.. intent is null ? [] : new[] { ("do", intent) }, ("subscription", SampleData.SubscriptionId), .. CloudAdmin()];

    private static (string, string)[] CloudAdmin() =>
        [("cloud-admin", RegistrationWorld.CloudAdmin), ("cloud-admin-password", RegistrationWorld.Password.Reveal())];
}
