using System.Net;
using System.Net.Sockets;

namespace Azsreg.EndToEnd.Tests.Refusals;

/// <summary>What is refused while looking: told whole, with the way out, and with nothing made on either side.</summary>
public sealed class BeforeAnythingIsTouchedTests(UnregisteredWorld world) : IClassFixture<UnregisteredWorld>
{
    private const string Untouched = "Nothing was changed.";

    private LocalWorld Local => world.Local;

    [Theory]
    [InlineData("reader@contoso.onmicrosoft.com", "Microsoft.AzureStack/register/action", "Microsoft.AzureStack/registrations/write")]
    [InlineData("contributor@contoso.onmicrosoft.com", "Microsoft.Authorization/locks/write", "Microsoft.Authorization/roleAssignments/write")]
    public async Task Set_NotAnOwner_NamesEveryRightThatIsMissing(string user, params string[] rights)
    {
        await Local.LoginAsync(user);

        var error = (await Local.SetAsync("--billing-model", "PayAsYouUse", "--yes")).ShouldBeRefused("AZR3005", 3);

        error.Detail().ShouldContain($"{user} lacks on Contoso Stamps");
        foreach (var right in rights)
            error.Detail().ShouldContain(right);
        error.Detail().ShouldContain(Untouched);
        error.WayOut().ShouldContain("azsreg login");
        await world.ShouldBeUntouchedAsync();
    }

    [Fact]
    public async Task ProviderRegister_Reader_IsRefused()
    {
        await Local.LoginAsync("reader@contoso.onmicrosoft.com");

        var error = (await Local.JsonAsync("provider", "register", "Microsoft.AzureStack")).ShouldBeRefused("AZR3005", 3);

        error.Detail().ShouldContain("Microsoft.AzureStack/register/action");
        error.WayOut().ShouldContain("Ask an owner of the subscription");
        await world.ShouldBeUntouchedAsync();
    }

    [Fact]
    public async Task Set_CapacityWithoutAgreementNumber_TellsEveryBrokenRuleAtOnce()
    {
        await Local.LoginAsync();

        var error = (await Local.SetAsync("--billing-model", "Capacity", "--ms-asset-tag", "T-1", "--yes")).ShouldBeRefused("AZR2101", 2);

        error.Detail().ShouldContain("MissingAgreementNumber: Agreement number is null or empty when BillingModel is set to Capacity");
        error.Detail().ShouldContain("OfferNotAllowed: Capacity needs a subscription of an enterprise agreement");
        error.Detail().ShouldContain("MsAssetTagNotAllowed: ");
        error.Detail().ShouldContain(Untouched);
        await world.ShouldBeUntouchedAsync();
    }

    [Fact]
    public async Task Set_PayAsYouUseWithUsageReportingOff_SaysThatItIsBilledByIt()
    {
        await Local.LoginAsync();

        var error = (await Local.SetAsync("--billing-model", "PayAsYouUse", "--usage-reporting", "off", "--agreement-number", "10004711", "--yes"))
            .ShouldBeRefused("AZR2101", 2);

        error.Detail().ShouldContain("UsageReportingRequired: PayAsYouUse is billed by reported usage, so usage reporting cannot be off.");
        error.Detail().ShouldContain("AgreementNumberNotAllowed: ");
        await world.ShouldBeUntouchedAsync();
    }

    [Fact]
    public async Task Set_UnknownLocation_ListsTheLocations()
    {
        await Local.LoginAsync();

        var error = (await Local.SetAsync("--billing-model", "PayAsYouUse", "--location", "atlantis", "--yes")).ShouldBeRefused("AZR2102", 2);

        error.Detail().ShouldContain("atlantis");
        error.Detail().ShouldContain("westcentralus");
        error.WayOut().ShouldContain("--location");
        await world.ShouldBeUntouchedAsync();
    }

    [Fact]
    public async Task Set_PlanOfWhatIsRefused_IsRefusedTheSame()
    {
        await Local.LoginAsync();

        (await Local.SetAsync("--billing-model", "Capacity", "--plan")).ShouldBeRefused("AZR2101", 2).Detail().ShouldContain("MissingAgreementNumber");
    }

    [Fact]
    public async Task Set_AtATerminal_TellsCodeCauseFixAndStateInPlainWords()
    {
        await Local.LoginAsync();

        var result = (await Local.RunAsync(
            "registration", "set", "--stamp", LocalWorld.Stamp, "--cloud-admin-password-file", Local.PasswordFile, "--billing-model", "Capacity", "--yes"))
            .ShouldExitWith(2);

        result.Error.ShouldContain("azsreg: AZR2101 the billing model and its options do not go together\n");
        result.Error.ShouldContain("  MissingAgreementNumber: ");
        result.Error.ShouldContain("  Nothing was changed.\n");
        result.Error.ShouldContain("  More: azsreg explain AZR2101\n");
        result.Output.ShouldNotContain("AZR");
        result.ShouldTellNoSecret();
    }

    [Fact]
    public async Task Set_WrongPasswordOfTheCloudAdministrator_NamesWhoIsWanted()
    {
        await Local.LoginAsync();

        var error = (await Local.JsonAsync(
            "registration", "set", "--stamp", LocalWorld.Stamp, "--cloud-admin-password-file", world.WrongPasswordFile, "--billing-model", "PayAsYouUse", "--yes"))
            .ShouldBeRefused("AZR4002", 3);

        error.Detail().ShouldContain(@"'AZURESTACK\CloudAdmin' or its password was not accepted");
        error.Detail().ShouldContain("/wsman");
        error.WayOut().ShouldContain("--cloud-admin");
        await world.ShouldBeUntouchedAsync();
    }

    [Fact]
    public async Task Set_AzureAccountAsCloudAdministrator_SaysThatTheStampsOwnIsWanted()
    {
        await Local.LoginAsync();

        var error = (await Local.SetAsync("--cloud-admin", LocalWorld.Owner, "--billing-model", "PayAsYouUse", "--yes")).ShouldBeRefused("AZR1041", 3);

        error.Detail().ShouldContain($"'{LocalWorld.Owner}' looks like an account of Azure; the stamp's own cloud administrator is wanted.");
        await world.ShouldBeUntouchedAsync();
    }

    [Fact]
    public async Task Set_PrivilegedEndpointDown_NamesItsAddress()
    {
        await Local.LoginAsync();
        // Bound and not listening: it refuses, and nobody else gets the port meanwhile.
        using var nobody = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        nobody.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var address = $"https://localhost:{((IPEndPoint)nobody.LocalEndPoint!).Port}/wsman";

        var error = (await Local.JsonAsync(
            "registration", "set", "--privileged-endpoint", address, "--cloud-admin", @"AZURESTACK\CloudAdmin",
            "--cloud-admin-password-file", Local.PasswordFile, "--billing-model", "PayAsYouUse", "--yes")).ShouldBeRefused("AZR4001", 6);

        error.Detail().ShouldContain(address);
        error.GetProperty("retryable").GetBoolean().ShouldBeTrue();
        error.WayOut().ShouldContain("port");
        await world.ShouldBeUntouchedAsync();
    }

    [Fact]
    public async Task Set_ServicePrincipal_HasNoRefreshTokenForTheStamp()
    {
        var file = Path.Combine(Local.Folder, "automation-secret.txt");
        await File.WriteAllTextAsync(file, world.Sample.GetProperty("automationSecret").GetString());
        (await Local.RunAsync(
            "login", "--service-principal", world.Sample.GetProperty("automationApplicationId").GetString()!,
            "--tenant", "contoso.onmicrosoft.com", "--password-file", file)).ShouldExitWith(0);

        var result = await Local.SetAsync("--billing-model", "PayAsYouUse", "--yes");
        var error = result.ShouldBeRefused("AZR3004", 3);

        error.Detail().ShouldContain("service principal");
        error.Detail().ShouldContain(Untouched);
        error.WayOut().ShouldContain("azsreg login");
        result.Output.ShouldNotContain(world.Sample.GetProperty("automationSecret").GetString()!);
        await world.ShouldBeUntouchedAsync();
    }

    [Fact]
    public async Task Set_StampTooOldForCustom_NamesBothVersions()
    {
        await Local.LoginAsync();
        await world.ServeOldStampAsync("AzS-OLD01", "1.1910.0.58");

        var error = (await Local.JsonAsync(
            "registration", "set", "--stamp", "AzS-OLD01", "--cloud-admin-password-file", Local.PasswordFile,
            "--billing-model", "Custom", "--ms-asset-tag", "T-1", "--yes")).ShouldBeRefused("AZR2101", 2);

        error.Detail().ShouldContain("StampTooOld: Custom BillingModel is not supported for StampVersion less than 1.1912.0.19; this stamp is 1.1910.0.58.");
        await world.ShouldBeUntouchedAsync();
    }

    [Fact]
    public async Task Login_WrongPassword_SaysSoAndKeepsNobody()
    {
        var error = (await Local.JsonAsync("login", "--username", "contributor@contoso.onmicrosoft.com", "--password-file", world.WrongPasswordFile))
            .ShouldBeRefused("AZR3002", 3);

        error.Detail().ShouldContain("contributor@contoso.onmicrosoft.com");
        error.WayOut().ShouldContain("locks the account");
    }

    [Theory]
    [InlineData("mfa@contoso.onmicrosoft.com")]
    [InlineData("sam@outlook.example")]
    public async Task Login_PasswordOfAnAccountThatNeedsMore_NamesDeviceCode(string user)
    {
        var error = (await Local.JsonAsync("login", "--username", user, "--password-file", Local.PasswordFile)).ShouldBeRefused("AZR3003", 3);

        error.Detail().ShouldContain(user);
        error.WayOut().ShouldContain("Sign in with a device code: azsreg login");
    }
}
