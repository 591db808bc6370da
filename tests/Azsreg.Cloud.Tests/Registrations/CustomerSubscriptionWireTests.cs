using System.Net;
using Azsreg.Cloud.Registrations;
using Azsreg.Cloud.Tests.Commerce;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cloud.Tests.Registrations;

public sealed class CustomerSubscriptionWireTests(CommerceRig rig, CloudFixture cloud) : IClassFixture<CommerceRig>, IAsyncLifetime
{
    private const string Tenant = "72f988aa-0000-4000-8000-00000000000a";
    private const string Body = """{"properties":{"tenantId":"72f988aa-0000-4000-8000-00000000000a"}}""";

    private PartnerDirectory Partners => cloud.Services.GetRequiredService<PartnerDirectory>();

    public async ValueTask InitializeAsync()
    {
        await rig.RegisterAsync("PayAsYouUse");
        await Partners.ApproveAsync(rig.SubscriptionId);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Put_Customer_IsCreatedWithoutABodyAndReadBack()
    {
        var customer = await NewCustomerAsync();

        using var response = await cloud.SendAsync(HttpMethod.Put, PathOf(customer), json: Body);

        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await response.Content.ReadAsStringAsync()).ShouldBeEmpty();
        var read = await cloud.ExpectAsync(200, HttpMethod.Get, PathOf(customer));
        read.GetProperty("id").GetString().ShouldBe($"{rig.RegistrationPath}/customerSubscriptions/{customer}");
        read.GetProperty("name").GetString().ShouldBe($"stamp/{customer}");
        read.GetProperty("type").GetString().ShouldBe("Microsoft.AzureStack/registrations/customerSubscriptions");
        read.GetProperty("etag").GetString()!.ShouldMatch("^\".+\"$");
        read.GetProperty("properties").GetRawText().ShouldBe($$"""{"tenantId":"{{Tenant}}"}""");
    }

    [Fact]
    public async Task Put_WithoutABody_IsTheTenantOfTheSubscription()
    {
        var customer = await NewCustomerAsync();
        await cloud.ExpectAsync(201, HttpMethod.Put, PathOf(customer));

        (await cloud.ExpectAsync(200, HttpMethod.Get, PathOf(customer))).GetProperty("properties").GetProperty("tenantId").GetString().ShouldBe(CloudFixture.Contoso);
    }

    [Fact]
    public async Task Put_SecondForATenant_TakesTheFirstOnesPlace()
    {
        var (first, second) = (await NewCustomerAsync(), await NewCustomerAsync());
        await cloud.ExpectAsync(201, HttpMethod.Put, PathOf(first), json: Body);
        await cloud.ExpectAsync(201, HttpMethod.Put, PathOf(second), json: Body);

        var list = await cloud.ExpectAsync(200, HttpMethod.Get, PathOf(""));

        list.GetProperty("value").EnumerateArray().Select(row => row.GetProperty("name").GetString()).ShouldBe([$"stamp/{second}"]);
        list.TryGetProperty("nextLink", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Delete_Customer_IsGoneAndDeletingAgainIsNoError()
    {
        var customer = await NewCustomerAsync();
        await cloud.ExpectAsync(201, HttpMethod.Put, PathOf(customer), json: Body);

        await cloud.ExpectAsync(204, HttpMethod.Delete, PathOf(customer));
        await cloud.ExpectAsync(204, HttpMethod.Delete, PathOf(customer));

        (await cloud.RefusedAsync(404, HttpMethod.Get, PathOf(customer))).ShouldBe(
            ("CustomerSubscriptionNotFound",
                $"{customer} was not found under stamp. Make sure a valid Azure subscription is being used and that the subscription ID was added to the registration using the PUT operation."));
    }

    [Fact]
    public async Task RegistrationDeleted_Customers_AreGoneWithIt()
    {
        var customer = await NewCustomerAsync();
        await cloud.ExpectAsync(201, HttpMethod.Put, PathOf(customer), json: Body);
        await cloud.ExpectAsync(200, HttpMethod.Delete, rig.RegistrationPath + "?api-version=2017-06-01");

        (await cloud.RefusedAsync(404, HttpMethod.Get, PathOf(customer))).Code.ShouldBe("RegistrationNotFound");
        var token = Tokens.Unsigned(rig.CloudId) with { BillingModel = "PayAsYouUse", ObjectId = rig.BridgeId };
        await cloud.ExpectAsync(201, HttpMethod.Put, rig.RegistrationPath + "?api-version=2017-06-01", json: ProviderRig.Body(token.Encode()));
        (await cloud.ExpectAsync(200, HttpMethod.Get, PathOf(""))).GetProperty("value").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Any_NotPayAsYouUse_IsNotAllowed()
    {
        await rig.RegisterAsync("Development");

        var refused = await cloud.RefusedAsync(409, HttpMethod.Get, PathOf(""));

        refused.ShouldBe(
            ("CustomerSubscriptionsNotAllowed",
                "Customer subscription operations are not supported for disconnected customers. In order to use this feature, re-register with Pay As You Use licensing."));
    }

    [Fact]
    public async Task Put_NotApproved_IsUnauthorized()
    {
        await Partners.WithdrawAsync(rig.SubscriptionId);

        (await cloud.RefusedAsync(403, HttpMethod.Put, PathOf(await NewCustomerAsync()), json: Body)).Code.ShouldBe("UnauthorizedCspRegistration");
    }

    [Fact]
    public async Task Put_NoSubscription_IsInvalid() =>
        (await cloud.RefusedAsync(400, HttpMethod.Put, PathOf(Guid.NewGuid().ToString()), json: Body)).Code.ShouldBe("InvalidCustomerSubscriptionId");

    [Fact]
    public async Task Put_IdInCapitals_IsInvalid()
    {
        string customer;
        do
            customer = await NewCustomerAsync();
        while (!customer.Any(char.IsAsciiLetter));

        (await cloud.RefusedAsync(400, HttpMethod.Put, PathOf(customer.ToUpperInvariant()), json: Body)).Code.ShouldBe("InvalidCustomerSubscriptionId");
    }

    [Fact]
    public async Task Put_SubscriptionOfAnotherOffer_IsNotCsp() =>
        (await cloud.RefusedAsync(400, HttpMethod.Put, PathOf(await cloud.NewSubscriptionAsync()), json: Body)).Code.ShouldBe("InvalidCSPSubscription");

    [Fact]
    public async Task Put_SubscriptionOfAnotherPartner_IsBad()
    {
        var customer = await NewCustomerAsync();
        await Partners.SetPartnerAsync(customer, "1234567");

        (await cloud.RefusedAsync(400, HttpMethod.Put, PathOf(customer), json: Body)).Code.ShouldBe("BadCustomerSubscriptionId");
    }

    [Fact]
    public async Task Put_Reader_IsForbidden() =>
        (await cloud.RefusedAsync(403, HttpMethod.Put, PathOf(await NewCustomerAsync()), "reader", Body)).Code.ShouldBe("AuthorizationFailed");

    [Fact]
    public async Task Put_TenantThatIsNoGuid_IsRefused() =>
        (await cloud.RefusedAsync(400, HttpMethod.Put, PathOf(await NewCustomerAsync()), json: """{"properties":{"tenantId":"contoso"}}""")).Code.ShouldBe("InvalidRequestContent");

    [Fact]
    public async Task Put_PartnersCannotBeRead_IsABadGateway()
    {
        // A cloud of its own: what the judgement reads is taken away.
        await using var broken = new CloudFixture();
        await broken.InitializeAsync();
        await using var itsRig = new CommerceRig(broken);
        await itsRig.InitializeAsync();
        await broken.Services.GetRequiredService<SqlDatabase>().TransactAsync(
            async (connection, transaction) =>
            {
                await using var command = connection.CreateCommand();
                command.Transaction = transaction;
                command.CommandText = "alter table multi_tenancy_approvals rename to elsewhere";
                await command.ExecuteNonQueryAsync();
            },
            default);

        var refused = await broken.RefusedAsync(
            502, HttpMethod.Put, $"{itsRig.RegistrationPath}/customerSubscriptions/{Guid.NewGuid()}?api-version=2017-06-01", json: Body);

        refused.ShouldBe(
            ("MetadataResolverBadGatewayError", "One of the upstream servers returned an unexpected error. Try again later. If the problem persists, contact support."));
    }

    private string PathOf(string customer) => $"{rig.RegistrationPath}/customerSubscriptions{(customer.Length == 0 ? "" : "/" + customer)}?api-version=2017-06-01";

    private async Task<string> NewCustomerAsync()
    {
        var id = Guid.NewGuid().ToString();
        await cloud.Services.GetRequiredService<SubscriptionStore>().SaveAsync(
            new Subscription(id, CloudFixture.Contoso, "Customer", SubscriptionState.Enabled, SubscriptionOffers.CloudSolutionProvider));
        return id;
    }
}
