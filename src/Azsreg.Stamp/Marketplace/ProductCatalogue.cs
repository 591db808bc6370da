using Azsreg.AzureClient;
using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.Bridge;
using Microsoft.Extensions.Logging;

namespace Azsreg.Stamp.Marketplace;

/// <summary>
/// What the registration offers for download, asked of Azure through the bridge. A listing is kept; while Azure cannot be asked the last one
/// is given, and says so.
/// </summary>
internal sealed partial class ProductCatalogue(
    ActivationService activations,
    ProductStore store,
    BridgeArm arm,
    StampAccess access,
    TimeProvider clock,
    ILogger<ProductCatalogue> logger) : IDisposable
{
    private const string ApiVersion = "2016-01-01";
    private const string ProductType = "Microsoft.AzureBridge.Admin/activations/products";

    /// <summary>The most products taken from one listing.</summary>
    private const int MostProducts = 50_000;

    private static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <exception cref="ArmException">There is no activation, syndication is off, or Azure cannot be asked and never was.</exception>
    public async Task<ProductListing> ListAsync(StampCaller caller, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.ReadProducts, activations.ResourceId, cancellationToken);
        var activation = await activations.RequireAsync(caller, cancellationToken);
        if (!activation.MarketplaceSyndicationEnabled)
            throw new ArmException(409, "MarketplaceSyndicationDisabled", WhyOff(activation));
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var kept = await store.ListAsync(cancellationToken);
            if (kept is not null && clock.GetUtcNow() - kept.ListedAt < FreshFor)
                return kept;
            return await RefreshAsync(activation, kept, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>One product, with its description.</summary>
    public async Task<(Product Product, ProductListing Listing)?> FindAsync(StampCaller caller, string name, CancellationToken cancellationToken)
    {
        var listing = await ListAsync(caller, cancellationToken);
        var full = $"{WellKnown.ActivationName}/{name}";
        return listing.Products.FirstOrDefault(product => product.Name.Equals(full, StringComparison.OrdinalIgnoreCase)) is { } found ? (found, listing) : null;
    }

    public void Dispose() => _gate.Dispose();

    /// <summary>For a disconnected stamp off is as it should be, and nobody is told to register again.</summary>
    private static string WhyOff(ActivationRecord activation) => activation.ObjectId.Length == 0
        ? "This stamp is registered and activated without a line to Azure, so it lists no marketplace items of its own accord. Nothing is wrong; items are carried to it as files."
        : "Marketplace syndication is off for this activation. Register again with marketplace syndication on.";

    private async Task<ProductListing> RefreshAsync(ActivationRecord activation, ProductListing? kept, CancellationToken cancellationToken)
    {
        try
        {
            var products = await AskAzureAsync(activation, cancellationToken);
            var now = clock.GetUtcNow();
            await store.ReplaceAsync(products, now, cancellationToken);
            return new ProductListing(products, now);
        }
        catch (Exception failure) when (failure is CataloguedException or ArmException or PrivilegedEndpoint.CommandFailure)
        {
            LogNotListed(failure, activation.RegistrationId);
            if (kept is not null)
                return kept with { Stale = true };
            throw failure is ArmException { Error: var error }
                ? new ArmException(502, new ArmError("AzureRefused", $"Azure refused to list the products of {activation.RegistrationId}: {error.Code}: {error.Message}"), failure)
                : new ArmException(502, new ArmError("AzureNotReached", $"The products of {activation.RegistrationId} could not be listed: {failure.Message}"), failure);
        }
    }

    private async Task<IReadOnlyList<Product>> AskAzureAsync(ActivationRecord activation, CancellationToken cancellationToken)
    {
        var client = arm.Open(activation);
        var products = new List<Product>();
        await foreach (var product in client.ListAsync($"{activation.RegistrationId}/products", ApiVersion, ProtocolJson.Tolerant.ArmPageProduct, cancellationToken))
        {
            products.Add(Rename(product));
            if (products.Count > MostProducts)
                throw new CataloguedException(ErrorCatalogue.AnswerNotUnderstood, $"Azure lists more than {MostProducts} products.");
        }

        return [.. products.OrderBy(product => product.Name, StringComparer.OrdinalIgnoreCase)];
    }

    private Product Rename(Product product)
    {
        var name = product.Name[(product.Name.IndexOf('/', StringComparison.Ordinal) + 1)..];
        return product with
        {
            Id = $"{activations.ResourceId}/products/{name}",
            Name = $"{WellKnown.ActivationName}/{name}",
            Type = ProductType,
            Etag = null,
            Properties = product.Properties with { ProvisioningState = "Succeeded" },
        };
    }

    [LoggerMessage(EventId = 4301, Level = LogLevel.Warning, Message = "The products of {RegistrationId} could not be listed")]
    private partial void LogNotListed(Exception failure, string registrationId);
}
