using System.Text.Json;
using Azsreg.AzureClient;
using Azsreg.Protocol;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.Bridge;
using Azsreg.Stamp.Facts;
using Azsreg.Stamp.PrivilegedEndpoint;

namespace Azsreg.Stamp.Marketplace;

/// <summary>The registration's products as Azure tells them to the bridge; what goes wrong is told in the marketplace's own errors.</summary>
internal sealed class MarketplaceAzure(BridgeArm arm, StampFacts facts)
{
    /// <summary>The most products taken from one listing.</summary>
    private const int MostProducts = 50_000;

    private static readonly RetryPolicy AtOnce = RetryPolicy.None;

    /// <summary>All products, each with whether it goes with this stamp.</summary>
    public Task<IReadOnlyList<Product>> ListAsync(ActivationRecord activation, CancellationToken cancellationToken) => GuardAsync(activation, async () =>
    {
        try
        {
            return await CollectAsync(activation, Post(activation, "_all", "listProducts", Device()), cancellationToken);
        }
        catch (ArmException refused) when (refused.StatusCode is 403 or 404 or 405)
        {
            // Roles made before these actions were, and older services, have the plain list only; it tells nothing of compatibility.
            return await CollectAsync(activation, new ArmRequest(HttpMethod.Get, $"{activation.RegistrationId}/products", WellKnown.RegistrationApiVersion), cancellationToken);
        }
    });

    /// <summary>What a download of a product consists of, with links that are good for a while.</summary>
    /// <exception cref="ArmException">Also 404 <c>ResourceNotFound</c>: the registration does not list it.</exception>
    public Task<ExtendedProduct> ReadDetailsAsync(ActivationRecord activation, string product, CancellationToken cancellationToken) => GuardAsync(activation, async () =>
    {
        var request = Post(activation, product, "listDetails", null);
        try
        {
            var answer = await arm.Open(activation).SendAsync(request, ProtocolJson.Tolerant.ExtendedProduct, cancellationToken);
            return answer.Value is { Properties: not null } details ? details : throw MarketplaceErrors.ContentMissing($"Azure tells nothing of what {product} consists of.");
        }
        catch (ArmException missing) when (missing.StatusCode == 404)
        {
            throw await IsThereAsync(activation, cancellationToken)
                ? MarketplaceErrors.NotListed(product, missing)
                : MarketplaceErrors.RegistrationDeleted(activation.RegistrationId, missing);
        }
    });

    /// <summary>Sees whether the bridge may still read its registration: one request, and no second try.</summary>
    public Task CheckAsync(ActivationRecord activation, CancellationToken cancellationToken) => GuardAsync(activation, async () =>
        await IsThereAsync(activation, cancellationToken) ? true : throw MarketplaceErrors.RegistrationDeleted(activation.RegistrationId, null));

    /// <summary>Tells Azure how a download ended.</summary>
    public Task TellAsync(ActivationRecord activation, string product, MarketplaceProductLogUpdate update, CancellationToken cancellationToken) => GuardAsync(activation, async () =>
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(update, ProtocolJson.Default.MarketplaceProductLogUpdate);
        return await arm.Open(activation, AtOnce).SendAsync(Post(activation, product, "uploadProductLog", body), cancellationToken);
    });

    private async Task<IReadOnlyList<Product>> CollectAsync(ActivationRecord activation, ArmRequest request, CancellationToken cancellationToken)
    {
        var products = new List<Product>();
        await foreach (var product in arm.Open(activation).ListAsync(request, ProtocolJson.Tolerant.ArmPageProduct, cancellationToken))
        {
            products.Add(product);
            if (products.Count > MostProducts)
                throw new CataloguedException(ErrorCatalogue.AnswerNotUnderstood, $"Azure lists more than {MostProducts} products.");
        }

        return products;
    }

    private async Task<bool> IsThereAsync(ActivationRecord activation, CancellationToken cancellationToken) =>
        await arm.Open(activation, AtOnce).Registrations.TryGetAsync(ArmResourceId.Parse(activation.RegistrationId), cancellationToken) is not null;

    private byte[] Device() => JsonSerializer.SerializeToUtf8Bytes(
        new DeviceConfiguration(facts.StampVersion, facts.IdentitySystem.ToString()), ProtocolJson.Default.DeviceConfiguration);

    // These actions only read, so asking twice is the same as once.
    private static ArmRequest Post(ActivationRecord activation, string product, string action, byte[]? body) =>
        new(HttpMethod.Post, $"{activation.RegistrationId}/products/{Uri.EscapeDataString(product)}/{action}", WellKnown.RegistrationApiVersion)
        {
            Body = body is null ? null : (ReadOnlyMemory<byte>?)body,
            IsRepeatable = true,
        };

    private static async Task<T> GuardAsync<T>(ActivationRecord activation, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (CataloguedException refused)
        {
            var detail = $"{refused.Entry.Code} {refused.Detail}";
            throw refused.Entry.Kind switch
            {
                FailureKind.SignInOrRights => MarketplaceErrors.PrincipalRefused(refused),
                FailureKind.Unreachable => MarketplaceErrors.NotReached(detail, refused),
                _ => MarketplaceErrors.Refused(detail, refused),
            };
        }
        catch (CommandFailure unknown)
        {
            throw MarketplaceErrors.Refused(unknown.Message, unknown);
        }
        catch (ArmException answer) when (!MarketplaceErrors.IsOwn(answer))
        {
            var detail = $"{answer.Error.Code}: {answer.Error.Message}";
            throw answer.StatusCode switch
            {
                401 or 403 => MarketplaceErrors.NotAuthorized(activation.RegistrationId, answer),
                404 => MarketplaceErrors.RegistrationDeleted(activation.RegistrationId, answer),
                408 or 429 or >= 500 => MarketplaceErrors.NotReached(detail, answer),
                _ => MarketplaceErrors.Refused(detail, answer),
            };
        }
    }
}
