using Azsreg.Cloud.Tests.Registrations;

namespace Azsreg.Cloud.Tests.Resources;

public sealed class ProviderTests(CloudFixture cloud)
{
    private const string Version = "?api-version=2021-04-01";

    [Fact]
    public async Task Register_NewSubscription_IsRegisteringAndThenRegistered()
    {
        var provider = $"/subscriptions/{await cloud.NewSubscriptionAsync(registered: false)}/providers/Microsoft.AzureStack";
        State(await cloud.ExpectAsync(200, HttpMethod.Get, provider + Version)).ShouldBe("NotRegistered");
        State(await cloud.ExpectAsync(200, HttpMethod.Post, provider + "/register" + Version)).ShouldBe("Registering");
        var state = "Registering";
        while (state == "Registering")
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            state = State(await cloud.ExpectAsync(200, HttpMethod.Get, provider + Version));
        }

        state.ShouldBe("Registered");
        State(await cloud.ExpectAsync(200, HttpMethod.Post, provider.ToLowerInvariant() + "/REGISTER" + Version)).ShouldBe("Registered");
    }

    [Fact]
    public async Task Register_ByAReader_NamesTheProvidersOwnAction()
    {
        var subscription = await cloud.NewSubscriptionAsync(registered: false);
        var (code, message) = await cloud.RefusedAsync(
            403, HttpMethod.Post, $"/subscriptions/{subscription}/providers/Microsoft.AzureStack/register{Version}", "reader");
        code.ShouldBe("AuthorizationFailed");
        message.ShouldContain($"action 'Microsoft.AzureStack/register/action' over scope '/subscriptions/{subscription}'");
    }

    [Fact]
    public async Task Get_Unknown_IsRefused()
    {
        var subscription = await cloud.NewSubscriptionAsync();
        (await cloud.RefusedAsync(404, HttpMethod.Get, $"/subscriptions/{subscription}/providers/Contoso.Nothing{Version}")).ShouldBe(
            ("InvalidResourceNamespace", "The resource namespace 'Contoso.Nothing' is invalid."));
    }

    [Fact]
    public async Task List_Providers_HoldsTheFourNamespaces()
    {
        var subscription = await cloud.NewSubscriptionAsync();
        var all = await cloud.ExpectAsync(200, HttpMethod.Get, $"/subscriptions/{subscription}/providers{Version}");
        all.GetProperty("value").EnumerateArray().Select(one => one.GetProperty("namespace").GetString()).ShouldBe(
            ["Microsoft.Authorization", "Microsoft.AzureStack", "Microsoft.Commerce", "Microsoft.Resources"]);
    }

    [Fact]
    public async Task Put_BeforeTheSubscriptionIsRegistered_SaysHow()
    {
        var subscription = await cloud.NewSubscriptionAsync(registered: false);
        await cloud.ExpectAsync(
            201, HttpMethod.Put, $"/subscriptions/{subscription}/resourcegroups/g{Version}", json: """{"location":"westeurope"}""");
        var body = await cloud.ExpectAsync(
            409, HttpMethod.Put, $"/subscriptions/{subscription}/resourceGroups/g/providers/Microsoft.AzureStack/registrations/r?api-version=2017-06-01",
            json: "{}");
        body.GetRawText().ShouldBe(
            """{"error":{"code":"MissingSubscriptionRegistration","message":"The subscription is not registered to use namespace 'Microsoft.AzureStack'. See https://aka.ms/rps-not-found for how to register subscriptions.","details":[{"code":"MissingSubscriptionRegistration","message":"The subscription is not registered to use namespace 'Microsoft.AzureStack'. See https://aka.ms/rps-not-found for how to register subscriptions.","target":"Microsoft.AzureStack"}]}}""");
    }

    [Fact]
    public async Task Unregister_WithAResource_IsRefusedUntilItIsGone()
    {
        var subscription = await cloud.NewSubscriptionAsync();
        var group = $"/subscriptions/{subscription}/resourceGroups/g";
        await cloud.ExpectAsync(201, HttpMethod.Put, group + Version, json: """{"location":"westeurope"}""");
        var registration = $"{group}/providers/Microsoft.AzureStack/registrations/r?api-version=2017-06-01";
        await cloud.ExpectAsync(
            201, HttpMethod.Put, registration, json: $$$"""{"location":"global","properties":{"registrationToken":"{{{Tokens.Unsigned(Guid.NewGuid().ToString()).Encode()}}}"}}""");
        var unregister = $"/subscriptions/{subscription}/providers/Microsoft.AzureStack/unregister{Version}";
        (await cloud.RefusedAsync(409, HttpMethod.Post, unregister)).Code.ShouldBe("CannotUnregisterNamespaceWithResources");
        await cloud.ExpectAsync(200, HttpMethod.Delete, registration);
        State(await cloud.ExpectAsync(200, HttpMethod.Post, unregister)).ShouldBe("Unregistering");
    }

    private static string? State(System.Text.Json.JsonElement provider) => provider.GetProperty("registrationState").GetString();
}
