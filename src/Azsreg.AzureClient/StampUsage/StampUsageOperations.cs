using System.Text.Json.Serialization.Metadata;
using Azsreg.AzureClient.Arm;
using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>
/// Usage at a stamp's admin ARM. <see cref="ListAsync"/> is the documented API of every stamp (Microsoft.Commerce.Admin 2015-06-01-preview); the rest
/// only this system's stamps have, and others answer it with 404.
/// </summary>
public sealed class StampUsageOperations
{
    private readonly ArmClient _arm;

    internal StampUsageOperations(ArmClient arm) => _arm = arm;

    /// <summary>Usage that was reported within a range, per resource.</summary>
    /// <param name="providerSubscription">The Default Provider Subscription.</param>
    /// <param name="from">First reported time, UTC; on the hour, for days at midnight.</param>
    /// <param name="to">The time after the last.</param>
    /// <param name="daily">True for rows a day, false for rows an hour.</param>
    /// <param name="subscriber">The one tenant's subscription; null for all.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    public IAsyncEnumerable<UsageAggregation> ListAsync(
        string providerSubscription, DateTimeOffset from, DateTimeOffset to, bool daily, string? subscriber = null, CancellationToken cancellationToken = default) =>
        CommerceOperations.ListAsync(
            _arm, PathOf(providerSubscription, "subscriberUsageAggregates"), from, to, daily, subscriber is null ? [] : [new("subscriberId", subscriber)], cancellationToken);

    /// <summary>Where the reporting stands.</summary>
    public async Task<StampUsageStatus> GetStatusAsync(string providerSubscription, CancellationToken cancellationToken = default) =>
        (await _arm.GetAsync(PathOf(providerSubscription, "usageBridge/default"), CommerceOperations.ApiVersion, AzureJson.Default.StampResourceStampUsageStatus, cancellationToken)).Properties;

    /// <summary>Totals of days of use.</summary>
    /// <param name="providerSubscription">The Default Provider Subscription.</param>
    /// <param name="from">The first day.</param>
    /// <param name="to">The day after the last.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    public IAsyncEnumerable<StampUsageTotal> ListTotalsAsync(string providerSubscription, DateOnly from, DateOnly to, CancellationToken cancellationToken = default) =>
        _arm.ListAsync(
            new ArmRequest(HttpMethod.Get, PathOf(providerSubscription, "usageBridge/default/totals"), CommerceOperations.ApiVersion)
            {
                Query = [new("from", from.ToString("O", null)), new("to", to.ToString("O", null))],
            },
            AzureJson.Default.ArmPageStampUsageTotal,
            cancellationToken);

    /// <summary>Sums for charts.</summary>
    /// <param name="providerSubscription">The Default Provider Subscription.</param>
    /// <param name="grouping">What they are by.</param>
    /// <param name="from">The first day of use.</param>
    /// <param name="to">The day after the last.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    public IAsyncEnumerable<StampUsageSum> ListSumsAsync(
        string providerSubscription, StampUsageGrouping grouping, DateOnly from, DateOnly to, CancellationToken cancellationToken = default) =>
        _arm.ListAsync(
            new ArmRequest(HttpMethod.Get, PathOf(providerSubscription, "usageBridge/default/sums"), CommerceOperations.ApiVersion)
            {
                Query = [new("groupBy", grouping.ToString()), new("from", from.ToString("O", null)), new("to", to.ToString("O", null))],
            },
            AzureJson.Default.ArmPageStampUsageSum,
            cancellationToken);

    /// <summary>A page of the book of batches, the last sealed first.</summary>
    /// <param name="providerSubscription">The Default Provider Subscription.</param>
    /// <param name="top">How many, 1 to 1,000.</param>
    /// <param name="next">What <see cref="StampPage{T}.Next"/> of the page before was; null for the first page.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<StampPage<StampUsageBatch>> ListBatchesAsync(string providerSubscription, int top, string? next = null, CancellationToken cancellationToken = default) =>
        _arm.PageAsync(
            new ArmRequest(HttpMethod.Get, PathOf(providerSubscription, "usageBridge/default/batches"), CommerceOperations.ApiVersion), top, next,
            AzureJson.Default.ArmPageStampUsageBatch, cancellationToken);

    /// <summary>Records commerce refused.</summary>
    public IAsyncEnumerable<StampUsageRefusal> ListRefusalsAsync(string providerSubscription, CancellationToken cancellationToken = default) =>
        _arm.ListAsync(
            PathOf(providerSubscription, "usageBridge/default/refusals"), CommerceOperations.ApiVersion, AzureJson.Default.ArmPageStampUsageRefusal, cancellationToken);

    /// <summary>Tenants' subscriptions, deleted ones too.</summary>
    public IAsyncEnumerable<StampTenantSubscription> ListSubscriptionsAsync(string providerSubscription, CancellationToken cancellationToken = default) =>
        _arm.ListAsync(PathOf(providerSubscription, "tenantSubscriptions"), CommerceOperations.ApiVersion, AzureJson.Default.ArmPageStampTenantSubscription, cancellationToken);

    /// <summary>Enters records; the same again changes nothing.</summary>
    public Task<StampUsageIntake> ReportAsync(string providerSubscription, IReadOnlyList<StampUsageReport> reports, CancellationToken cancellationToken = default) =>
        PostAsync(
            PathOf(providerSubscription, "reportUsage"), ArmClient.Json(new StampUsageReports(reports), AzureJson.Default.StampUsageReports),
            AzureJson.Default.StampUsageIntake, isRepeatable: true, cancellationToken);

    /// <summary>Has the stamp write a usage file.</summary>
    /// <param name="providerSubscription">The Default Provider Subscription.</param>
    /// <param name="number">One that was written before; null for the next one.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<StampUsageFile> ExportAsync(string providerSubscription, long? number, CancellationToken cancellationToken = default) =>
        PostAsync(
            PathOf(providerSubscription, "exportUsageBatches"), ArmClient.Json(new StampUsageFileRequest(number), AzureJson.Default.StampUsageFileRequest),
            AzureJson.Default.StampUsageFile, isRepeatable: number is not null, cancellationToken);

    /// <summary>Gives the stamp an acknowledgement file.</summary>
    public Task<StampAcknowledgement> AcknowledgeAsync(string providerSubscription, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        PostAsync(
            PathOf(providerSubscription, "importUsageAcknowledgement"),
            ArmClient.Json(new StampAcknowledgementRequest(content), AzureJson.Default.StampAcknowledgementRequest),
            AzureJson.Default.StampAcknowledgement, isRepeatable: true, cancellationToken);

    /// <summary>The sample workload; null where none was ever started.</summary>
    public async Task<SampleWorkloadStatus?> TryGetWorkloadAsync(string providerSubscription, CancellationToken cancellationToken = default) =>
        (await _arm.TryGetAsync(PathOf(providerSubscription, "sampleWorkloads/default"), CommerceOperations.ApiVersion, AzureJson.Default.StampResourceSampleWorkloadStatus, cancellationToken))?.Properties;

    /// <summary>Starts a sample workload, or has it go on.</summary>
    public async Task<SampleWorkloadStatus> StartWorkloadAsync(string providerSubscription, SampleWorkloadRequest request, CancellationToken cancellationToken = default) =>
        ArmClient.Required(await _arm.PutAsync(
            PathOf(providerSubscription, "sampleWorkloads/default"), CommerceOperations.ApiVersion, request, AzureJson.Default.SampleWorkloadRequest,
            AzureJson.Default.StampResourceSampleWorkloadStatus, cancellationToken)).Properties;

    /// <summary>Stops the sample workload; what it reported stays.</summary>
    public async Task<SampleWorkloadStatus> StopWorkloadAsync(string providerSubscription, CancellationToken cancellationToken = default) =>
        (await PostAsync(
            PathOf(providerSubscription, "sampleWorkloads/default/stop"), null, AzureJson.Default.StampResourceSampleWorkloadStatus, isRepeatable: true, cancellationToken)).Properties;

    private async Task<T> PostAsync<T>(string path, ReadOnlyMemory<byte>? body, JsonTypeInfo<T> type, bool isRepeatable, CancellationToken cancellationToken)
        where T : class =>
        ArmClient.Required(await _arm.SendAsync(
            new ArmRequest(HttpMethod.Post, path, CommerceOperations.ApiVersion) { Body = body, IsRepeatable = isRepeatable }, type, cancellationToken));

    private static string PathOf(string subscription, string what) => $"/subscriptions/{Uri.EscapeDataString(subscription)}/providers/Microsoft.Commerce.Admin/{what}";
}
