using System.Net;
using System.Text.Json;

namespace Azsreg.Cloud.Tests.Registrations;

/// <summary>
/// The role of a stamp's bridge as <c>docs/roles</c> tells it: the very one that is built in, and exactly what reading the registration and its
/// products takes.
/// </summary>
public sealed class BridgeRoleTests(ProviderRig rig, CloudFixture cloud) : IClassFixture<ProviderRig>, IAsyncLifetime
{
    private const string Role = "5d1c0000-0000-4000-8000-0000000000b1";
    private const string Product = "/products/bitnami.wordpress4-4-4.9.7";

    private static readonly string[] s_actions = [.. Shipped().GetProperty(nameof(Actions)).EnumerateArray().Select(action => action.GetString()!)];

    private readonly string _name = "bridged" + ProviderRig.NewCloudId();

    public static TheoryData<string> Actions => [.. s_actions];

    public async ValueTask InitializeAsync()
    {
        using var put = await rig.PutAsync(_name, Tokens.Unsigned(ProviderRig.NewCloudId()));
        put.StatusCode.ShouldBe(HttpStatusCode.Created);
        await GiveAsync(s_actions);
        var assignment = $"{RegistrationPath}/providers/Microsoft.Authorization/roleAssignments/{Guid.NewGuid()}?api-version=2022-04-01";
        await cloud.ExpectAsync(
            201, HttpMethod.Put, assignment, json: $$$"""{"properties":{"roleDefinitionId":"{{{Role}}}","principalId":"{{{cloud.People["nobody"]}}}"}}""");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void Shipped_Definition_IsTheBuiltInRole()
    {
        var shipped = Shipped();
        var builtIn = BuiltInRoles.RegistrationOwner;
        shipped.GetProperty("Id").GetString().ShouldBe(builtIn.Id);
        shipped.GetProperty("Name").GetString().ShouldBe(builtIn.RoleName);
        shipped.GetProperty("Description").GetString().ShouldBe(builtIn.Description);
        s_actions.ShouldBe(builtIn.Permissions.Single().Actions);
    }

    [Fact]
    public async Task Bridge_AllOfTheRole_ReadsRegistrationAndProducts() => (await RefusedAsync()).ShouldBeEmpty();

    [Fact]
    public async Task Bridge_AllOfTheRole_ChangesNothing()
    {
        (await SendAsync(HttpMethod.Put, "", ProviderRig.Body("x"))).ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync(HttpMethod.Post, "/getactivationkey")).ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync(HttpMethod.Delete, "")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [MemberData(nameof(Actions))]
    public async Task Bridge_WithoutOnePermission_IsRefusedSomething(string action)
    {
        await GiveAsync(s_actions.Where(one => one != action));

        (await RefusedAsync()).ShouldHaveSingleItem();
    }

    private string RegistrationPath => "/" + rig.PathOf(_name).Split('?')[0];

    /// <summary>What a bridge asks for that is refused.</summary>
    private async Task<List<string>> RefusedAsync()
    {
        var refused = new List<string>();
        foreach (var (method, suffix) in new[] { (HttpMethod.Get, ""), (HttpMethod.Get, Product), (HttpMethod.Post, Product + "/listDetails") })
        {
            if (await SendAsync(method, suffix) is not HttpStatusCode.OK) refused.Add($"{method} {suffix}");
        }

        return refused;
    }

    private async Task<HttpStatusCode> SendAsync(HttpMethod method, string suffix, string? body = null)
    {
        using var answer = await rig.SendAsAsync("nobody", method, rig.PathOf(_name, suffix), body);
        return answer.StatusCode;
    }

    private Task<JsonElement> GiveAsync(IEnumerable<string> actions) => cloud.ExpectAsync(
        201, HttpMethod.Put, $"/subscriptions/{rig.SubscriptionId}/providers/Microsoft.Authorization/roleDefinitions/{Role}?api-version=2022-04-01",
        json: JsonSerializer.Serialize(new
        {
            properties = new
            {
                roleName = "bridge of " + rig.SubscriptionId,
                permissions = new[] { new { actions } },
                assignableScopes = new[] { "/subscriptions/" + rig.SubscriptionId },
            },
        }));

    private static JsonElement Shipped()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "docs", "roles", "azure-stack-registration-owner.json");
            if (File.Exists(file)) return JsonElement.Parse(File.ReadAllText(file));
        }

        throw new InvalidOperationException("The test does not run below its source tree.");
    }
}
