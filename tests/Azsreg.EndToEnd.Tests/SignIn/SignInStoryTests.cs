using System.Text.Json;

namespace Azsreg.EndToEnd.Tests.SignIn;

/// <summary>Every way to sign in, by the program, against the real sign-in pages and token service of <c>up</c>.</summary>
public sealed class SignInStoryTests(LocalWorld world) : IClassFixture<LocalWorld>
{
    private const string Stamps = "8f2a0000-0000-4000-8000-000000000a90";

    private JsonElement Sample => JsonDocument.Parse(File.ReadAllText(Path.Combine(world.Folder, "sample-accounts.json"))).RootElement;

    private AzsregProgram Start(params string[] arguments) => AzsregProgram.Start([.. arguments, "--data", world.Folder, "--output", "json"], LocalWorld.Environment);

    [Fact]
    public async Task Login_DeviceCodeWithSecondFactor_SignsIn()
    {
        await using var login = Start("login");
        var words = (await login.LineAsync(line => line.StartsWith("Open https://", StringComparison.Ordinal), TimeSpan.FromMinutes(5))).Split(' ');
        using var person = new Person(world);

        await person.OpenAsync(new Uri(words[1]));
        await person.SubmitAsync(("user_code", words[^1]));
        await person.SignInAsync("mfa@contoso.onmicrosoft.com", LocalWorld.Password);
        await person.SubmitAsync(("otc", Person.OneTimeCode(Sample.GetProperty("secondFactorSecret").GetString()!)), ("decision", "continue"));

        // The page names the application and asks once more, against codes sent by a stranger.
        await person.SubmitAsync(("decision", "continue"));
        person.Page.ShouldContain("You have signed in");

        var result = (await login.WaitForExitAsync(TimeSpan.FromMinutes(5))).ShouldExitWith(0).Json;
        result.GetProperty("account").GetString().ShouldBe("mfa@contoso.onmicrosoft.com");
        result.GetProperty("subscriptionInUse").GetString().ShouldBe(Stamps);
        result.GetProperty("subscriptions")[0].GetProperty("role").GetString().ShouldBe("Owner");
    }

    [Fact]
    public async Task Login_BrowserAsPersonalGuest_SignsInToTheDirectoryNamed()
    {
        await using var login = Start("login", "--browser", "--tenant", "contoso.onmicrosoft.com");
        var page = await login.LineAsync(line => line.StartsWith("https://", StringComparison.Ordinal), TimeSpan.FromMinutes(5));
        using var person = new Person(world);

        await person.OpenAsync(new Uri(page));
        await person.SignInAsync("sam@outlook.example", LocalWorld.Password);

        person.Page.ShouldContain("You are signed in");
        var result = (await login.WaitForExitAsync(TimeSpan.FromMinutes(5))).ShouldExitWith(0).Json;
        result.GetProperty("tenantId").GetString().ShouldBe("72f988aa-0000-4000-8000-000000000001");
        result.GetProperty("subscriptions")[0].GetProperty("role").GetString().ShouldBe("Owner");
    }

    [Fact]
    public async Task Login_ServicePrincipal_SecretFromAFile()
    {
        var file = Path.Combine(world.Folder, "automation-secret.txt");
        await File.WriteAllTextAsync(file, Sample.GetProperty("automationSecret").GetString());

        var result = (await world.JsonAsync(
            "login", "--service-principal", Sample.GetProperty("automationApplicationId").GetString()!, "--tenant", "contoso.onmicrosoft.com", "--password-file", file)).ShouldExitWith(0).Json;

        result.GetProperty("kind").GetString().ShouldBe("ServicePrincipal");
        result.GetProperty("subscriptions")[0].GetProperty("id").GetString().ShouldBe(Stamps);
    }

    [Theory]
    [InlineData("mfa@contoso.onmicrosoft.com", null, "AZR3003")]
    [InlineData("sam@outlook.example", null, "AZR3003")]
    [InlineData("nobody@contoso.onmicrosoft.com", null, "AZR3006")]
    [InlineData("owner@contoso.onmicrosoft.com", "fabrikam.onmicrosoft.com", "AZR3006")]
    [InlineData("owner@contoso.onmicrosoft.com", "nowhere.example", "AZR3007")]
    public async Task Login_PasswordThatCannotWork_SaysWhy(string user, string? tenant, string code)
    {
        string[] directory = tenant is null ? [] : ["--tenant", tenant];

        var result = (await world.JsonAsync(["login", "--username", user, "--password-file", world.PasswordFile, .. directory])).ShouldExitWith(3);

        result.Output.ShouldContain(code);
        (result.Output + result.Error).ShouldNotContain(LocalWorld.Password);
    }

    [Fact]
    public async Task Login_WrongPassword_SaysSo()
    {
        var file = Path.Combine(world.Folder, "wrong.txt");
        await File.WriteAllTextAsync(file, "not-the-password");

        (await world.JsonAsync("login", "--username", "contributor@contoso.onmicrosoft.com", "--password-file", file)).ShouldExitWith(3).Output.ShouldContain("AZR3002");
    }

    [Fact]
    public async Task Operator_Files_HoldNoSecretInTheClear()
    {
        await world.LoginAsync();

        foreach (var file in Directory.GetFiles(Path.Combine(world.Folder, "operator")).Concat(Directory.GetFiles(Path.Combine(world.Folder, "logs"))))
        {
            var text = System.Text.Encoding.UTF8.GetString(await File.ReadAllBytesAsync(file));
            text.ShouldNotContain(LocalWorld.Password, Case.Sensitive, file);
            text.ShouldNotContain("eyJ0eXAi", Case.Sensitive, file);
        }
    }

    [Fact]
    public async Task Provider_Register_IsRegisteredOnceAndForAll()
    {
        await world.LoginAsync();

        (await world.JsonAsync("provider", "register", "Microsoft.AzureStack", "--subscription", Stamps)).ShouldExitWith(0).Json
            .GetProperty("registrationState").GetString().ShouldBe("Registered");
        (await world.JsonAsync("provider", "register", "--subscription", Stamps)).ShouldExitWith(0).Json.GetProperty("changed").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task StampInfo_CloudAdministrator_ReadsTheStamp()
    {
        var information = (await world.JsonAsync("stamp", "info", "--cloud-admin-password-file", world.PasswordFile)).ShouldExitWith(0).Json.GetProperty("information");

        information.GetProperty("NumberOfNodes").GetInt32().ShouldBe(4);
        information.GetProperty("AdminExternalEndpoints").GetProperty("AdminPortal").GetString().ShouldStartWith("https://adminportal.");
    }

    [Fact]
    public async Task StampInfo_AzureAccount_SaysWhoIsWanted()
    {
        var result = (await world.JsonAsync("stamp", "info", "--cloud-admin", LocalWorld.Owner, "--cloud-admin-password-file", world.PasswordFile)).ShouldExitWith(3);

        result.Output.ShouldContain("AZR1041");
        result.Output.ShouldContain("looks like an account of Azure");
    }
}
