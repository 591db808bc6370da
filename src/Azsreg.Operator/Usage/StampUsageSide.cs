using Azsreg.AzureClient;
using Azsreg.Operator.Registration;
using Azsreg.Operator.SignIn;
using Azsreg.Operator.Stamps;
using Azsreg.Protocol;

namespace Azsreg.Operator.Usage;

/// <summary>Usage as a stamp's admin ARM gives and takes it.</summary>
public sealed class StampUsageSide : IDisposable
{
    private readonly ArmClient _arm;
    private readonly AzureSession? _session;
    private readonly string _stamp;
    private string? _subscription;

    /// <summary>Makes it of a client of the stamp's admin ARM, which stays the caller's.</summary>
    /// <param name="arm">The client.</param>
    /// <param name="stamp">The stamp's name for messages.</param>
    /// <param name="subscription">The Default Provider Subscription; null where it is to be looked up.</param>
    public StampUsageSide(ArmClient arm, string stamp, string? subscription = null)
    {
        ArgumentNullException.ThrowIfNull(arm);
        (_arm, _stamp, _subscription) = (arm, stamp, subscription);
    }

    private StampUsageSide(AzureSession session, string stamp)
        : this(session.Arm, stamp) => _session = session;

    /// <summary>Opens it with the account signed in there.</summary>
    /// <exception cref="CataloguedException">Nobody is (AZR3001).</exception>
    public static StampUsageSide Open(OperatorContext context, StampEntry stamp)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(stamp);
        return new StampUsageSide(
            context.TryOpenStampAdmin(stamp) ?? throw new CataloguedException(
                ErrorCatalogue.NotSignedIn, $"Nobody is signed in at the admin endpoint of {stamp.Name}.", [$"azsreg login --stamp {stamp.Name}"]),
            stamp.Name);
    }

    /// <summary>Where the reporting stands.</summary>
    public Task<StampUsageStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        AskAsync((usage, subscription) => usage.GetStatusAsync(subscription, cancellationToken), cancellationToken);

    /// <summary>Usage reported within a range, per resource.</summary>
    public Task<IReadOnlyList<UsageAggregation>> ListAsync(UsageRange range, bool daily, string? subscriber, CancellationToken cancellationToken) =>
        AskAsync((usage, subscription) => AllAsync(usage.ListAsync(subscription, range.Start, range.End, daily, subscriber, cancellationToken)), cancellationToken);

    /// <summary>Totals by day of use.</summary>
    public Task<IReadOnlyList<StampUsageTotal>> ListTotalsAsync(UsageRange range, CancellationToken cancellationToken) =>
        AskAsync((usage, subscription) => AllAsync(usage.ListTotalsAsync(subscription, range.From, range.To, cancellationToken)), cancellationToken);

    /// <summary>Records commerce refused.</summary>
    public Task<IReadOnlyList<StampUsageRefusal>> ListRefusalsAsync(CancellationToken cancellationToken) =>
        AskAsync((usage, subscription) => AllAsync(usage.ListRefusalsAsync(subscription, cancellationToken)), cancellationToken);

    /// <summary>Tenants' subscriptions, deleted ones too.</summary>
    public Task<IReadOnlyList<StampTenantSubscription>> ListSubscriptionsAsync(CancellationToken cancellationToken) =>
        AskAsync((usage, subscription) => AllAsync(usage.ListSubscriptionsAsync(subscription, cancellationToken)), cancellationToken);

    /// <summary>Enters records.</summary>
    public Task<StampUsageIntake> ReportAsync(IReadOnlyList<StampUsageReport> reports, CancellationToken cancellationToken) =>
        AskAsync((usage, subscription) => usage.ReportAsync(subscription, reports, cancellationToken), cancellationToken);

    /// <summary>Has the stamp write a usage file.</summary>
    public Task<StampUsageFile> ExportAsync(long? number, CancellationToken cancellationToken) =>
        AskAsync((usage, subscription) => usage.ExportAsync(subscription, number, cancellationToken), cancellationToken);

    /// <summary>Gives the stamp an acknowledgement file.</summary>
    public Task<StampAcknowledgement> AcknowledgeAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        AskAsync((usage, subscription) => usage.AcknowledgeAsync(subscription, content, cancellationToken), cancellationToken);

    /// <summary>The sample workload; null where none was ever started.</summary>
    public async Task<SampleWorkloadStatus?> TryGetWorkloadAsync(CancellationToken cancellationToken) =>
        await AskAsync((usage, subscription) => usage.TryGetWorkloadAsync(subscription, cancellationToken), cancellationToken);

    /// <summary>Starts the sample workload.</summary>
    public Task<SampleWorkloadStatus> StartWorkloadAsync(SampleWorkloadRequest request, CancellationToken cancellationToken) =>
        AskAsync((usage, subscription) => usage.StartWorkloadAsync(subscription, request, cancellationToken), cancellationToken);

    /// <summary>Stops it.</summary>
    public Task<SampleWorkloadStatus> StopWorkloadAsync(CancellationToken cancellationToken) =>
        AskAsync((usage, subscription) => usage.StopWorkloadAsync(subscription, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _session?.Dispose();

    private async Task<T> AskAsync<T>(Func<StampUsageOperations, string, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            _subscription ??= (await _arm.StampAdmin.GetProviderSubscriptionAsync(cancellationToken)).SubscriptionId;
            return await ask(_arm.StampUsage, _subscription);
        }
        catch (ArmException refused)
        {
            throw Translate(refused);
        }
    }

    private CataloguedException Translate(ArmException refused)
    {
        var entry = refused.Error.Code switch
        {
            "SampleWorkloadRuns" or "SampleWorkloadsNotOffered" => ErrorCatalogue.SampleWorkloadRefused,
            "NoUsageToExport" or "UsageNotReported" or "UsageFileAcknowledged" => ErrorCatalogue.NoUsageToExport,
            "UsageFileUnreadable" or "UsageFileNotTrusted" or "UsageFileForAnotherStamp" or "UsageFileUnknown" => ErrorCatalogue.UsageAcknowledgementRefused,
            "RequestEndTimeIsInFuture" or "InvalidProperty" or "SubscriberIdIsNotDirectTenant" => ErrorCatalogue.UsageRangeInvalid,
            "ServiceUnavailable" => ErrorCatalogue.UsageServiceBusy,
            _ => null,
        };
        return entry is null ? FailureTranslation.Translate(refused) : new CataloguedException(entry, $"{_stamp}: {refused.Error.Message}", inner: refused);
    }

    private static async Task<IReadOnlyList<T>> AllAsync<T>(IAsyncEnumerable<T> items)
    {
        var all = new List<T>();
        await foreach (var item in items) all.Add(item);
        return all;
    }
}
