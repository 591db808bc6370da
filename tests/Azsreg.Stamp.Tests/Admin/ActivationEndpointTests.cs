using System.Net;
using System.Text.Json.Nodes;
using Azsreg.Remoting.Client;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Tests.Fakes;

namespace Azsreg.Stamp.Tests.Admin;

public sealed class ActivationEndpointTests
{
    private const string Version = "2016-01-01";

    [Fact]
    public async Task Get_NeverActivated_TheGroupIsNotFound()
    {
        await using var stamp = await TestStamp.StartAsync();

        using var response = await stamp.GetAsync(stamp.ActivationPath, Version);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await TestStamp.ErrorOfAsync(response)).ShouldBe(("ResourceGroupNotFound", "Resource group 'azurestack-activation' could not be found."));
    }

    [Fact]
    public async Task Get_Activated_HasTheRecordedShape()
    {
        await using var stamp = await TestStamp.StartAsync();
        (await stamp.InvokeAsync(TestStamp.BridgeCommand())).Errors.ShouldBeEmpty();
        (await stamp.ActivateAsync(stamp.MakeKey())).Errors.ShouldBeEmpty();

        var activation = (await stamp.ReadAsync(stamp.ActivationPath, Version)).AsObject();

        activation["etag"]!.GetValue<string>().ShouldMatch("""^W/"datetime'\d{4}-\d\d-\d\dT\d\d%3A\d\d%3A\d\d\.\d{7}Z'"$""");
        activation.Remove("etag");
        JsonNode.DeepEquals(activation, JsonNode.Parse($$"""
            {
              "id": "{{stamp.ActivationPath}}",
              "name": "default",
              "type": "Microsoft.AzureBridge.Admin/activations",
              "location": "local",
              "properties": {
                "displayName": "Azure Stack Activation",
                "azureRegistrationResourceIdentifier": "/subscriptions/{{TestStamp.RegistrationSubscription}}/resourceGroups/azurestack/providers/Microsoft.AzureStack/registrations/AzureStack-{{stamp.Facts.CloudId}}",
                "expiration": "9999-12-30T23:59:59Z",
                "marketplaceSyndicationEnabled": true,
                "usageReportingEnabled": true,
                "provisioningState": "Succeeded",
                "azureEnvironmentName": "Local",
                "keepsDownloadedProducts": true
              }
            }
            """)).ShouldBeTrue(activation.ToJsonString());
    }

    [Fact]
    public async Task List_ActivatedThenRemoved_IsOneThenEmpty()
    {
        await using var stamp = await TestStamp.StartAsync();
        await stamp.ActivateAsync(stamp.MakeKey());
        var list = stamp.ActivationPath[..^"/default".Length];

        (await stamp.ReadAsync(list, Version))["value"]!.AsArray().Count.ShouldBe(1);
        (await stamp.InvokeAsync(new RemoteCommand("Remove-AzureStackActivation"))).Errors.ShouldBeEmpty();

        (await stamp.ReadAsync(list, Version))["value"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Get_ActivationRemoved_TheResourceIsNotFound()
    {
        await using var stamp = await TestStamp.StartAsync();
        await stamp.ActivateAsync(stamp.MakeKey());
        using var removed = await stamp.SendAsync(HttpMethod.Delete, stamp.ActivationPath, Version);
        removed.StatusCode.ShouldBe(HttpStatusCode.OK);

        using var response = await stamp.GetAsync(stamp.ActivationPath, Version);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await TestStamp.ErrorOfAsync(response)).ShouldBe((
            "ResourceNotFound", "The Resource 'Microsoft.AzureBridge.Admin/activations/default' under resource group 'azurestack-activation' was not found."));
    }

    [Fact]
    public async Task Delete_NoActivation_Is204()
    {
        await using var stamp = await TestStamp.StartAsync();
        await stamp.ActivateAsync(stamp.MakeKey());
        using var first = await stamp.SendAsync(HttpMethod.Delete, stamp.ActivationPath, Version);

        using var second = await stamp.SendAsync(HttpMethod.Delete, stamp.ActivationPath, Version);

        second.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Activate_SameKeyAgain_ChangesNothing()
    {
        await using var stamp = await TestStamp.StartAsync();
        var key = stamp.MakeKey();
        await stamp.ActivateAsync(key);
        var before = await stamp.ReadAsync(stamp.ActivationPath, Version);

        stamp.Clock.Advance(TimeSpan.FromMinutes(1));
        await stamp.ActivateAsync(key);

        (await stamp.ReadAsync(stamp.ActivationPath, Version)).ToJsonString().ShouldBe(before.ToJsonString());
    }

    [Fact]
    public async Task Activate_ThenRestart_IsStillActive()
    {
        await using var stamp = await TestStamp.StartAsync();
        await stamp.ActivateAsync(stamp.MakeKey());
        var before = await stamp.ReadAsync(stamp.ActivationPath, Version);

        await stamp.StartAgainAsync();

        (await stamp.ReadAsync(stamp.ActivationPath, Version)).ToJsonString().ShouldBe(before.ToJsonString());
    }

    [Fact]
    public async Task Restart_SamePassword_KeepsSignInsGoodAndANewOneCounts()
    {
        await using var stamp = await TestStamp.StartAsync();
        var refreshToken = await stamp.RefreshTokenAsync();

        await stamp.StartAgainAsync();
        await stamp.RedeemAsync(refreshToken);
        await stamp.StartAgainAsync(options => options with { AdministratorPassword = new Protocol.Secret("Another-Password-1") });

        await Should.ThrowAsync<AzureClient.SignInException>(() => stamp.RedeemAsync(refreshToken));
        (await stamp.SignInAsync(password: new Protocol.Secret("Another-Password-1"))).IsEmpty.ShouldBeFalse();
    }

    [Fact]
    public async Task Put_DisplayName_Renames()
    {
        await using var stamp = await TestStamp.StartAsync();
        await stamp.ActivateAsync(stamp.MakeKey());

        using var response = await stamp.SendAsync(HttpMethod.Put, stamp.ActivationPath, Version, new JsonObject { ["displayName"] = "Rack 7" });

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await stamp.ReadAsync(stamp.ActivationPath, Version))["properties"]!["displayName"]!.GetValue<string>().ShouldBe("Rack 7");
    }

    [Fact]
    public async Task Put_ForeignKey_Is409WithTheSameIdAsAtThePrivilegedEndpoint()
    {
        await using var stamp = await TestStamp.StartAsync();

        using var response = await stamp.SendAsync(
            HttpMethod.Put, stamp.ActivationPath, Version, new JsonObject { ["activationKey"] = stamp.MakeKey(key => key with { CloudId = "another" }) });

        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await TestStamp.ErrorOfAsync(response)).Code.ShouldBe("ActivationKeyForeign");
    }

    [Fact]
    public async Task Delete_Reader_IsForbiddenAndAudited()
    {
        await using var stamp = await TestStamp.StartAsync();
        await stamp.ActivateAsync(stamp.MakeKey());
        var reader = await stamp.SignInAsAsync(StampRoleName.Reader);

        using var read = await stamp.SendAsync(HttpMethod.Get, stamp.ActivationPath, Version, token: reader);
        using var response = await stamp.SendAsync(HttpMethod.Delete, stamp.ActivationPath, Version, token: reader);

        read.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await TestStamp.ErrorOfAsync(response)).Code.ShouldBe("AuthorizationFailed");
        (await stamp.AuditAsync()).ShouldContain(("Reader@azurestack.local", "Microsoft.AzureBridge.Admin/activations/delete", "Refused", ""));
    }

    [Fact]
    public async Task GetConfiguration_Activated_TellsVersionAndIdentitySystem()
    {
        await using var stamp = await TestStamp.StartAsync();
        await stamp.ActivateAsync(stamp.MakeKey());

        var configuration = await stamp.ReadAsync(stamp.ActivationPath + "/configuration", Version);

        configuration.ToJsonString().ShouldBe("""{"deviceVersion":"1.2311.1.22","identitySystem":"AzureAD"}""");
    }
}
