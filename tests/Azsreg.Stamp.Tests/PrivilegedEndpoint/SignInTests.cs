using System.Net;
using Azsreg.Remoting;
using Azsreg.Remoting.Client;
using Azsreg.Stamp.Tests.Fakes;

namespace Azsreg.Stamp.Tests.PrivilegedEndpoint;

public sealed class SignInTests
{
    [Theory]
    [InlineData(@"AZURESTACK\CloudAdmin")]
    [InlineData(@"azurestack\cloudadmin")]
    [InlineData("CloudAdmin@azurestack.local")]
    public async Task Open_CloudAdministrator_IsLetIn(string userName)
    {
        await using var stamp = await TestStamp.StartAsync();

        await using var session = await stamp.OpenSessionAsync(userName);

        (await session.InvokeAsync(new RemoteCommand("Get-AzureStackStampInformation"))).Output.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Open_WrongPassword_IsRefused()
    {
        await using var stamp = await TestStamp.StartAsync();

        await Should.ThrowAsync<RemotingSignInException>(() => stamp.OpenSessionAsync(password: "wrong"));
    }

    [Fact]
    public async Task Open_AzureAccount_IsRefusedAndTheAuditSaysWhatItWas()
    {
        await using var stamp = await TestStamp.StartAsync();

        await Should.ThrowAsync<RemotingSignInException>(() => stamp.OpenSessionAsync("owner@contoso.onmicrosoft.com"));

        var entry = (await stamp.AuditAsync()).Single(row => row.Action == "PrivilegedEndpoint/signIn");
        (entry.Caller, entry.Outcome, entry.Detail).ShouldBe(("owner@contoso.onmicrosoft.com", "Refused", "an account of Azure, not of the stamp"));
    }

    [Fact]
    public async Task Get_AdminPathOnThePrivilegedEndpointsPort_IsNotFound()
    {
        await using var stamp = await TestStamp.StartAsync();
        using var http = new HttpClient(stamp.Handler, disposeHandler: false);

        using var response = await http.GetAsync(new Uri(stamp.PrivilegedEndpointUrl, "/metadata/endpoints?api-version=2015-01-01"));

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Invoke_Script_IsRefusedAsJeaDoes()
    {
        await using var stamp = await TestStamp.StartAsync();

        var result = await stamp.InvokeAsync(new RemoteCommand("1 + 1; Get-Date") { IsScript = true });

        result.HadTerminatingError.ShouldBeTrue();
        result.Errors[^1].FullyQualifiedErrorId.ShouldContain("ScriptsNotAllowed");
    }
}
