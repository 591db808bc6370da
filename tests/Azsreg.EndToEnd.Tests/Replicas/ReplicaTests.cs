using System.Net;
using System.Text.Json;
using Azsreg.EndToEnd.Tests.SignIn;
using Azsreg.Hosting;
using Azsreg.Protocol;

namespace Azsreg.EndToEnd.Tests.Replicas;

/// <summary>An Azure side in two replicas with nothing in them: either goes on with what the other began, and each may go away.</summary>
public sealed class ReplicaTests
{
    [Fact]
    public async Task TwoReplicas_SignInAndRegistrationAcrossBothWithKillsBetween_GoOn()
    {
        await using var world = await ReplicaWorld.StartAsync();
        using var handler = TrustedHttp.CreateHandler([world.Authority], systemRoots: false);
        using var http = new HttpClient(handler);

        await SignInAcrossBothAsync(world, http);

        await world.SignInAsync();
        (await world.Operator.RunAsync(world.Operator.ThroughTheStamp("registration", "set", "--billing-model", "PayAsYouUse"))).ShouldExitWith(0);
        world.Balancer.Given.Values.ShouldAllBe(connections => connections > 0);

        // One replica is gone: the balancer finds the other, which takes the stamp's and the operator's tokens of the first.
        await world.Replicas[0].KillAsync();
        (await world.Operator.RunAsync("registration", "show")).ShouldExitWith(0);
        (await world.Operator.RunAsync(world.Operator.OnTheStamp("registration", "set", "--billing-model", "Development"))).ShouldExitWith(0);

        // The database restarts beneath the replica that is left; then the first comes back and the second goes.
        await world.Server.RestartAsync();
        (await world.Operator.RunAsync("registration", "show")).ShouldExitWith(0);
        await world.Replicas[0].StartAsync();
        await world.Replicas[1].KillAsync();
        (await world.Operator.RunAsync("registration", "show")).ShouldExitWith(0).Output.ShouldContain("Development");
        (await world.Operator.RunAsync(world.Operator.OnTheStamp("registration", "remove"))).ShouldExitWith(0);
    }

    [Fact]
    public async Task HealthReady_DatabaseGoesAway_AnswersUntilItIsBack()
    {
        await using var world = await ReplicaWorld.StartAsync();
        using var handler = TrustedHttp.CreateHandler([world.Authority], systemRoots: false);
        using var http = new HttpClient(handler);
        var ready = new Uri(world.UrlOf(0), "healthz/ready");
        (await http.GetAsync(ready)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await world.Server.StopAsync();
        try
        {
            (await http.GetAsync(ready)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await http.GetAsync(new Uri(world.UrlOf(0), "healthz"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        finally
        {
            await world.Server.StartAsync();
        }

        (await http.GetAsync(ready)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    // A device code of the first, entered at the second, redeemed at the first; its refresh token renewed at the second.
    private static async Task SignInAcrossBothAsync(ReplicaWorld world, HttpClient http)
    {
        var (first, second) = (world.UrlOf(0), world.UrlOf(1));
        var device = await PostAsync(
            http, new Uri(first, $"{world.TenantId}/oauth2/v2.0/devicecode"),
            ("client_id", WellKnown.AzurePowerShellClientId), ("scope", "https://management.core.windows.net//.default offline_access"));
        using (var person = new Person(world.Authority, second))
        {
            await person.OpenAsync(new Uri(second, "common/oauth2/deviceauth"));
            await person.SubmitAsync(("user_code", device.GetProperty("user_code").GetString()!));
            await person.SignInAsync(ReplicaWorld.Administrator, ReplicaWorld.Password);
            await person.SubmitAsync(("decision", "continue"));
            person.Page.ShouldContain("You have signed in");
        }

        var tokens = await PostAsync(
            http, new Uri(first, $"{world.TenantId}/oauth2/v2.0/token"),
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("client_id", WellKnown.AzurePowerShellClientId),
            ("device_code", device.GetProperty("device_code").GetString()!));
        var renewed = await PostAsync(
            http, new Uri(second, $"{world.TenantId}/oauth2/v2.0/token"),
            ("grant_type", "refresh_token"), ("client_id", WellKnown.AzurePowerShellClientId),
            ("refresh_token", tokens.GetProperty("refresh_token").GetString()!), ("scope", "https://management.core.windows.net//.default"));

        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(first, "subscriptions?api-version=2022-12-01"));
        request.Headers.Authorization = new("Bearer", renewed.GetProperty("access_token").GetString());
        using var answer = await http.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<JsonElement> PostAsync(HttpClient http, Uri address, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var answer = await http.PostAsync(address, content);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonElement.Parse(text);
    }
}
