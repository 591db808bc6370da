using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Azsreg.Cloud.Tests.Registrations;
using Azsreg.Identity;
using Azsreg.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cloud.Tests.Commerce;

/// <summary>A registered stamp whose bridge reports usage to the cloud under test, with a client secret of its own.</summary>
public sealed class CommerceRig(CloudFixture cloud) : IAsyncLifetime
{
    public const string Group = "azurestack";
    public const string Name = "stamp";

    private string _secret = "";
    private Guid _appId;

    public string SubscriptionId { get; private set; } = "";

    public string BridgeId { get; private set; } = "";

    public string CloudId { get; private set; } = "";

    public string RegistrationPath => $"/subscriptions/{SubscriptionId}/resourceGroups/{Group}/providers/Microsoft.AzureStack/registrations/{Name}";

    public static DateTimeOffset Hour
    {
        get
        {
            var now = TimeProvider.System.GetUtcNow();
            return new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero);
        }
    }

    public async ValueTask InitializeAsync()
    {
        var directory = cloud.Services.GetRequiredService<IdentityDirectory>();
        var application = await directory.CreateApplicationAsync(new NewApplication { TenantId = Guid.Parse(CloudFixture.Contoso), DisplayName = "bridge" });
        _appId = application.AppId;
        BridgeId = (await directory.CreateServicePrincipalAsync(Guid.Parse(CloudFixture.Contoso), _appId)).ObjectId.ToString();
        _secret = (await directory.AddPasswordAsync(_appId)).Text.Reveal();
        await RegisterAsync("PayAsYouUse");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Registers a new stamp in a subscription of its own; the rig is about that one from now on.</summary>
    public async Task RegisterAsync(string model)
    {
        SubscriptionId = await cloud.NewSubscriptionAsync();
        CloudId = ProviderRig.NewCloudId();
        await cloud.ExpectAsync(201, HttpMethod.Put, $"/subscriptions/{SubscriptionId}/resourceGroups/{Group}?api-version=2021-04-01", json: """{"location":"westcentralus"}""");
        var token = Tokens.Unsigned(CloudId) with { BillingModel = model, ObjectId = BridgeId };
        await cloud.ExpectAsync(201, HttpMethod.Put, RegistrationPath + "?api-version=2017-06-01", json: ProviderRig.Body(token.Encode()));
    }

    /// <summary>A token of the bridge, for the resource its activation key names.</summary>
    public async Task<string> TokenAsync(string? resource = null)
    {
        using var response = await cloud.Http.PostAsync($"/{CloudFixture.Contoso}/oauth2/v2.0/token", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = _appId.ToString(),
            ["client_secret"] = _secret,
            ["scope"] = (resource ?? cloud.Url + "usage") + "/.default",
        }));
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return body.TryGetProperty("access_token", out var token) ? token.GetString()! : throw new InvalidOperationException(body.ToString());
    }

    public static UsageRecord Record(
        string resource = "/subscriptions/a1/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm1", long billionths = 1_500_000_001, DateTimeOffset? hour = null,
        int revision = 0, string meter = "FAB6EB84-500B-4A09-A8CA-7358F8BBAEA5", Guid? tenant = null) =>
        UsageRecord.Create(
            resource, meter, hour ?? Hour, new UsageQuantity(billionths), new Guid("a1000000-0000-4000-8000-000000000001"), tenant, "redmond", hour ?? Hour, revision,
            """{"env":"prod"}""", """{"ServiceType":"Standard_F2s","ImageType":null}""");

    public byte[] Batch(IEnumerable<UsageRecord> records, long number = 1, string activation = "a1")
    {
        using var writer = new UsageBatchWriter();
        foreach (var record in records)
            writer.TryAdd(record).ShouldBeTrue();
        return writer.Finish(CloudId, activation, number, UsageBatchHeader.NoPrevious).Content;
    }

    /// <summary>PUTs a batch as a stamp does.</summary>
    public async Task<HttpResponseMessage> PutAsync(byte[] batch, long number = 1, string activation = "a1", string? token = null, string encoding = "gzip")
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/usage/" + UsageBatch.PathOf(RegistrationPath, activation, number) + "?api-version=2022-06-01");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? await TokenAsync());
        request.Content = new ByteArrayContent(batch);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(UsageBatch.ContentType);
        request.Content.Headers.ContentEncoding.Add(encoding);
        // What is refused by its length alone must not be sent first, nor its connection used again.
        request.Headers.ExpectContinue = request.Headers.ConnectionClose = batch.Length > UsageBatchLimits.MaxCompressedBytes;
        return await cloud.Http.SendAsync(request);
    }

    public static async Task<(int Status, string Code)> RefusalAsync(HttpResponseMessage response)
    {
        using (response)
            return ((int)response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("error").GetProperty("code").GetString()!);
    }

    public string UsagePath(string query) => $"/subscriptions/{SubscriptionId}/providers/Microsoft.Commerce/UsageAggregates?api-version=2015-06-01-preview&{query}";

    /// <summary>The range from today to the end of the running day, by which usage is seen at once.</summary>
    public string TodayPath(string more = "") => UsagePath(
        FormattableString.Invariant($"reportedStartTime={Hour.AddDays(-1):yyyy-MM-dd}T00%3a00%3a00%2b00%3a00&reportedEndTime={Hour.AddDays(1):yyyy-MM-dd}T00:00:00Z{more}"));
}
