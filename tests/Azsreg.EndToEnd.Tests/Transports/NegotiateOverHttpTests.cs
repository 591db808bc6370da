using System.Text;

namespace Azsreg.EndToEnd.Tests.Transports;

/// <summary>A registration's whole life through HTTP with Negotiate, as the privileged endpoint of a real stamp is reached.</summary>
public sealed class NegotiateOverHttpTests(LocalWorld world) : IClassFixture<LocalWorld>
{
    private const string Name = "OverHttp";

    [Fact]
    public async Task Registration_SetChangeAndRemoveOverHttp_LeavesNothingReadableOnTheWire()
    {
        using var authority = world.LoadAuthority();
        var stamp = world.Ready.GetProperty("stamps")[0];
        await using var front = await NegotiateFront.StartAsync(
            new Uri(stamp.GetProperty("privilegedEndpointUrl").GetString()!), authority, LocalWorld.Password);
        await using var wire = WireRecorder.Start(front.Port);
        await world.LoginAsync();
        (await world.RunAsync(
            "stamp", "add", Name, "--privileged-endpoint", $"http://127.0.0.1:{wire.Port}", "--admin-endpoint", stamp.GetProperty("adminUrl").GetString()!,
            "--ca-file", world.AuthorityFile, "--cloud-admin", @"AZURESTACK\CloudAdmin")).ShouldExitWith(0);
        await world.LoginStampAsync(Name);

        var first = (await SetAsync("PayAsYouUse")).Json;
        first.GetProperty("changed").GetBoolean().ShouldBeTrue();
        first.GetProperty("activationState").GetString().ShouldBe("Active");
        first.GetProperty("activationRequiredAlert").GetString().ShouldBe("Closed");
        var id = first.GetProperty("registrationId").GetString();

        var changed = (await SetAsync("Development")).Json;
        changed.GetProperty("registrationId").GetString().ShouldBe(id);
        changed.GetProperty("billingModel").GetString().ShouldBe("Development");
        changed.GetProperty("activationState").GetString().ShouldBe("Active");

        (await world.JsonAsync("registration", "remove", "--stamp", Name, "--cloud-admin-password-file", world.PasswordFile, "--yes")).ShouldExitWith(0);
        (await world.JsonAsync("registration", "list")).ShouldExitWith(0).Output.ShouldNotContain(id!);
        (await world.JsonAsync("alerts", "--stamp", Name)).ShouldExitWith(0).Output.ShouldContain("Activation Required");

        // It went this way and no other.
        front.SignIns.ShouldNotBeEmpty();
        front.SignIns.ShouldAllBe(signIn => signIn.User == @"AZURESTACK\CloudAdmin" && signIn.Target == "HTTP/127.0.0.1");
        front.Requests.ShouldAllBe(request => request.StartsWith("<s:Envelope", StringComparison.Ordinal));
        front.Requests.Count(request => request.Contains("shell/Command</a:Action>", StringComparison.Ordinal)).ShouldBeGreaterThan(5);

        // What has to be in the clear is heard, so the search works; nothing else is.
        wire.Holds("Authorization: Negotiate TlRMTVNTUAAD").ShouldBeTrue();
        wire.Holds("application/HTTP-SPNEGO-session-encrypted").ShouldBeTrue();
        foreach (var secret in new[] { LocalWorld.Password, Convert.ToBase64String(Encoding.UTF8.GetBytes($@"AZURESTACK\CloudAdmin:{LocalWorld.Password}")) })
            wire.Holds(secret).ShouldBeFalse();
        foreach (var plain in new[] { "<s:", "Envelope", "PrivilegedEndpoint", "ShellId", "schemas.microsoft.com", "Basic " })
            wire.Holds(plain).ShouldBeFalse(plain);
    }

    [Fact]
    public async Task Info_WrongPasswordOverHttp_IsRefusedWithTheFix()
    {
        using var authority = world.LoadAuthority();
        await using var front = await NegotiateFront.StartAsync(
            new Uri(world.Ready.GetProperty("stamps")[0].GetProperty("privilegedEndpointUrl").GetString()!), authority, "another password");

        var refused = await world.RunAsync(
            "stamp", "info", "--privileged-endpoint", $"127.0.0.1:{front.Port}", "--cloud-admin", @"AZURESTACK\CloudAdmin", "--cloud-admin-password-file", world.PasswordFile);

        refused.ShouldExitWith(3).Error.ShouldContain("AZR4002");
        front.Requests.ShouldBeEmpty();
    }

    private async Task<ProgramResult> SetAsync(string model) => (await world.JsonAsync(
        "registration", "set", "--stamp", Name, "--cloud-admin-password-file", world.PasswordFile, "--billing-model", model, "--yes")).ShouldExitWith(0);
}
