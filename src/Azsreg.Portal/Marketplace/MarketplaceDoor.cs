using Azsreg.Operator.Marketplace;
using Azsreg.Operator.Stamps;
using Azsreg.Portal.Session;

namespace Azsreg.Portal.Marketplace;

/// <summary>The stamp's marketplace as the person of this request reaches it.</summary>
internal sealed class MarketplaceDoor(MarketplaceBooks books, MarketplaceCatalogue catalogue, PortalSession session, PortalAzure azure) : IDisposable
{
    private StampMarketplace? _marketplace;

    /// <summary>True where a page asks by itself, since something changed.</summary>
    public bool IsLive { get; set; }

    public SignedInStamp Stamp => new(session.StampName, session.Person.UserPrincipalName, session.Arm, session.ProviderSubscriptionId, session.Region);

    /// <summary>Opens it; nothing is sent yet. Who is signed in to Azure here is asked there what the stamp does not tell.</summary>
    public async Task<StampMarketplace> OpenAsync(CancellationToken cancellationToken) =>
        _marketplace ??= StampMarketplace.Open(await azure.ContextAsync(cancellationToken), Stamp);

    /// <summary>What is offered and what is on the stamp.</summary>
    /// <exception cref="Protocol.CataloguedException">There is no marketplace, and the entry says why.</exception>
    public async Task<MarketplaceReading> ReadAsync(CancellationToken cancellationToken) => await catalogue.ReadAsync(await OpenAsync(cancellationToken), IsLive, cancellationToken);

    /// <summary>The same, also where nothing is offered at this moment; then its fault says why.</summary>
    public async Task<MarketplaceReading> ReadOnStampAsync(CancellationToken cancellationToken) =>
        await catalogue.ReadOnStampAsync(await OpenAsync(cancellationToken), IsLive, cancellationToken);

    /// <summary>The items as they were shown last, for what comes along with a page.</summary>
    public async Task<MarketplaceView> ViewAsync(CancellationToken cancellationToken) => catalogue.Last ?? (await ReadOnStampAsync(cancellationToken)).View;

    /// <summary>Whose terms of these nobody has accepted yet.</summary>
    public LegalTerms Terms => books.Terms;

    public void Dispose() => _marketplace?.Dispose();
}
