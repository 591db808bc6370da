using Azsreg.AzureClient.Arm;
using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>
/// The marketplace of a stamp as its admin ARM has it (Microsoft.AzureBridge.Admin 2016-01-01): products the registration offers, and those
/// that are on the stamp.
/// </summary>
public sealed class StampMarketplaceOperations
{
    private const string Version = "2016-01-01";
    private const string InsightsVersion = "2016-05-01";
    private readonly ArmClient _arm;
    private readonly string _subscription;
    private readonly string _activation;

    internal StampMarketplaceOperations(ArmClient arm, string subscriptionId)
    {
        _arm = arm;
        _subscription = Uri.EscapeDataString(subscriptionId);
        _activation = StampAdminOperations.ActivationPath(subscriptionId);
    }

    /// <summary>What the registration offers.</summary>
    public IAsyncEnumerable<Product> ListAsync(CancellationToken cancellationToken = default) =>
        _arm.ListAsync(_activation + "/products", Version, ProtocolJson.Tolerant.ArmPageProduct, cancellationToken);

    /// <summary>Asks for no more than one product: whether there is a list at all, and how old it is.</summary>
    /// <exception cref="ArmException">There is none, and the error says why.</exception>
    public async Task<(bool IsStale, TimeSpan? Age)> ProbeAsync(CancellationToken cancellationToken = default)
    {
        var request = new ArmRequest(HttpMethod.Get, _activation + "/products", Version) { Query = [new("$top", "1")] };
        var answer = await _arm.SendAsync(request, ProtocolJson.Tolerant.ArmPageProduct, cancellationToken);
        return (answer.IsStale, answer.Age);
    }

    /// <summary>One product, with its description; null where it is not offered.</summary>
    public Task<Product?> TryGetAsync(string product, CancellationToken cancellationToken = default) =>
        _arm.TryGetAsync(Offered(product), Version, ProtocolJson.Tolerant.Product, cancellationToken);

    /// <summary>What is on the stamp.</summary>
    public IAsyncEnumerable<Product> ListDownloadedAsync(CancellationToken cancellationToken = default) =>
        _arm.ListAsync(_activation + "/downloadedProducts", Version, ProtocolJson.Tolerant.ArmPageProduct, cancellationToken);

    /// <summary>One product on the stamp; null where it is not there.</summary>
    public Task<Product?> TryGetDownloadedAsync(string product, CancellationToken cancellationToken = default) =>
        _arm.TryGetAsync(Downloaded(product), Version, ProtocolJson.Tolerant.Product, cancellationToken);

    /// <summary>Has the stamp download a product.</summary>
    /// <exception cref="ArmException">Such as 409 <c>RequestConflict</c>, a real stamp's answer while it is at it already.</exception>
    public Task<ArmOperation<ProductDownload>> BeginDownloadAsync(string product, CancellationToken cancellationToken = default) =>
        // Asking twice for a download is asking once: the second answer is about the same download.
        _arm.BeginAsync(new ArmRequest(HttpMethod.Post, Offered(product) + "/download", Version) { IsRepeatable = true }, AzureJson.Default.ProductDownload, cancellationToken);

    /// <summary>Looks at a place that the start of a download has named.</summary>
    public Task<ArmOperation<ProductDownload>> LookAsync(Uri place, CancellationToken cancellationToken = default) =>
        _arm.LookAsync(place, AzureJson.Default.ProductDownload, cancellationToken);

    /// <summary>Brings a product in whose content is on the stamp already, and waits until it is listed.</summary>
    /// <param name="product">The product's id.</param>
    /// <param name="properties">The product, its content addressed on the stamp itself.</param>
    /// <param name="cancellationToken">Ends the waiting; the stamp goes on.</param>
    /// <exception cref="ArmException">The stamp refused, or the operation failed.</exception>
    public Task ImportAsync(string product, ProductProperties properties, CancellationToken cancellationToken = default)
    {
        var body = new Product(Downloaded(product), $"{WellKnown.ActivationName}/{product}", "Microsoft.AzureBridge.Admin/activations/downloadedProducts", properties);
        var request = new ArmRequest(HttpMethod.Put, Downloaded(product), Version) { Body = ArmClient.Json(body, ProtocolJson.Default.Product) };
        return _arm.SendLongRunningAsync(request, ProtocolJson.Tolerant.Product, cancellationToken: cancellationToken);
    }

    /// <summary>The latest downloads and how far they are. Stamps of this system only; empty where the stamp does not tell them.</summary>
    public async Task<IReadOnlyList<ProductDownload>> ListDownloadsAsync(CancellationToken cancellationToken = default) =>
        (await _arm.TryGetAsync(_activation + "/operations", Version, AzureJson.Default.ArmPageProductDownload, cancellationToken))?.Value ?? [];

    /// <summary>Takes a product off the stamp, and waits until it is gone.</summary>
    /// <exception cref="ArmException">404 where it is not there, 409 where something else needs it.</exception>
    public Task DeleteAsync(string product, CancellationToken cancellationToken = default) =>
        _arm.SendLongRunningAsync(new ArmRequest(HttpMethod.Delete, Downloaded(product), Version), ProtocolJson.Tolerant.Product, cancellationToken: cancellationToken);

    /// <summary>Stops a download. Stamps of this system only: a real one has no such action.</summary>
    /// <exception cref="ArmException">404 where none is under way, or the stamp knows no such action.</exception>
    public Task CancelAsync(string product, CancellationToken cancellationToken = default) =>
        _arm.SendAsync(new ArmRequest(HttpMethod.Post, Downloaded(product) + "/cancel", Version) { IsRepeatable = true }, cancellationToken);

    /// <summary>Deletes old versions of what is on the stamp in a newer one. Stamps of this system only: a real one has no such action.</summary>
    /// <param name="dryRun">True to be told what would go, and nothing more.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<ProductCleanUp> CleanUpAsync(bool dryRun, CancellationToken cancellationToken = default)
    {
        var request = new ArmRequest(HttpMethod.Post, _activation + "/downloadedProducts/cleanup", Version)
        {
            Query = [new("dryRun", dryRun ? "true" : "false")], IsRepeatable = true,
        };
        return ArmClient.Required(await _arm.SendAsync(request, AzureJson.Default.ProductCleanUp, cancellationToken));
    }

    /// <summary>The storage left on the stamp, as its region's health tells it in coarse units; null where it does not tell.</summary>
    /// <param name="region">The stamp's region.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Bytes.</returns>
    public async Task<long?> TryGetFreeStorageAsync(string region, CancellationToken cancellationToken = default)
    {
        var name = Uri.EscapeDataString(region);
        var path = $"/subscriptions/{_subscription}/resourceGroups/System.{name}/providers/Microsoft.InfrastructureInsights.Admin/regionHealths/{name}";
        var health = await _arm.TryGetAsync(path, InsightsVersion, AzureJson.Default.RegionHealth, cancellationToken);
        var available = health?.Properties?.UsageMetrics?
            .FirstOrDefault(metric => metric.Name == "Physical storage")?.MetricsValue?
            .FirstOrDefault(value => value.Name == "Available");
        return available?.Value is { } amount and >= 0 && UnitOf(available.Unit) is { } unit && amount * unit < long.MaxValue ? (long)(amount * unit) : null;
    }

    private static long? UnitOf(string? unit) => unit switch
    {
        "B" => 1,
        "KB" => 1L << 10,
        "MB" => 1L << 20,
        "GB" => 1L << 30,
        "TB" => 1L << 40,
        _ => null,
    };

    private string Offered(string product) => $"{_activation}/products/{Uri.EscapeDataString(product)}";

    private string Downloaded(string product) => $"{_activation}/downloadedProducts/{Uri.EscapeDataString(product)}";
}
