using System.Net;
using Azsreg.Remoting;
using Azsreg.Remoting.Client;
using Azsreg.Stamp.Tests.Fakes;

namespace Azsreg.Stamp.Tests.PrivilegedEndpoint;

public sealed class SignInTests(SharedStamp shared) : IClassFixture<SharedStamp>
{
    private readonly TestStamp _stamp = shared.Stamp;

    [Theory]
    [InlineData(@"AZURESTACK\CloudAdmin")]
    [InlineData(@"azurestack\cloudadmin")]
    [InlineData("CloudAdmin@azurestack.local")]
    public async Task Open_CloudAdministrator_IsLetIn(string userName)
    {
        await using var session = await _stamp.OpenSessionAsync(userName);

        (await session.InvokeAsync(new RemoteCommand("Get-AzureStackStampInformation"))).Output.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Open_WrongPassword_IsRefused()
    {
        await Should.ThrowAsync<RemotingSignInException>(() => _stamp.OpenSessionAsync(password: "wrong"));
    }

    [Fact]
    public async Task Open_AzureAccount_IsRefusedAndTheAuditSaysWhatItWas()
    {
        await Should.ThrowAsync<RemotingSignInException>(() => _stamp.OpenSessionAsync("owner@contoso.onmicrosoft.com"));

        (await _stamp.AuditAsync()).ShouldContain(
            ("owner@contoso.onmicrosoft.com", "PrivilegedEndpoint/signIn", "Refused", "an account of Azure, not of the stamp"));
    }

    [Fact]
    public async Task Get_AdminPathOnThePrivilegedEndpointsPort_IsNotFound()
    {
        using var http = new HttpClient(_stamp.Handler, disposeHandler: false);

        using var response = await http.GetAsync(new Uri(_stamp.PrivilegedEndpointUrl, "/metadata/endpoints?api-version=2015-01-01"));

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Invoke_Script_IsRefusedAsJeaDoes()
    {
        var result = await _stamp.InvokeAsync(new RemoteCommand("1 + 1; Get-Date") { IsScript = true });

        result.HadTerminatingError.ShouldBeTrue();
        result.Errors[^1].FullyQualifiedErrorId.ShouldContain("ScriptsNotAllowed");
    }
}
