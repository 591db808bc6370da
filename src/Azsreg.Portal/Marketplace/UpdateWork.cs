using Azsreg.Operator.Marketplace;
using Azsreg.Portal.Session;
using Azsreg.Protocol;

namespace Azsreg.Portal.Marketplace;

/// <summary>Brings every item on the stamp to its newest version, as one order.</summary>
internal sealed class UpdateWork(MarketplaceDoor door, MarketplaceCatalogue catalogue, PortalSession session)
{
    /// <summary>What that would mean.</summary>
    public async Task<UpdateOffer> OfferAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await PlanAsync(cancellationToken);
        }
        catch (CataloguedException fault) when (MarketplacePages.IsTold(fault))
        {
            return new UpdateOffer(null, [], fault);
        }
    }

    /// <summary>Has the stamp download it. The offer comes back with what kept it from being done; null where it was begun.</summary>
    /// <param name="accepts">Whether the terms that are open are accepted.</param>
    /// <param name="cancellationToken">Ends the ordering, not the downloads.</param>
    public async Task<UpdateOffer?> StartAsync(bool accepts, CancellationToken cancellationToken)
    {
        var offer = await OfferAsync(cancellationToken);
        if (offer.Plan is not { } plan)
            return offer;
        try
        {
            if (offer.OpenTerms.Count > 0)
            {
                if (!accepts)
                    throw new CataloguedException(ErrorCatalogue.LegalTermsNotAccepted, $"{string.Join(", ", offer.OpenTerms.Select(item => item.Title))}: the terms were not accepted.");
                await door.Terms.AcceptAsync(offer.OpenTerms, session.Person.UserPrincipalName, cancellationToken);
            }

            var started = await new DownloadRun(await door.OpenAsync(cancellationToken)).StartAsync(plan.Items, cancellationToken);
            catalogue.Forget();
            // What did begin is on the page; of what did not, the first reason stands for all.
            return started.FirstOrDefault(one => one.Failure is not null) is { } failed ? offer with { Fault = failed.Failure } : null;
        }
        catch (CataloguedException fault) when (MarketplacePages.IsTold(fault))
        {
            return offer with { Fault = fault };
        }
    }

    private async Task<UpdateOffer> PlanAsync(CancellationToken cancellationToken)
    {
        var reading = await door.ReadAsync(cancellationToken);
        if (reading.Fault is { } fault)
            throw fault;
        var inventory = reading.View.Inventory;
        var newer = inventory.Updates.Select(update => update.Newer).DistinctBy(item => item.Id, StringComparer.OrdinalIgnoreCase);
        var plan = await new DownloadPlanner(await door.OpenAsync(cancellationToken), inventory).PlanAsync(newer, cancellationToken);
        return new UpdateOffer(plan, door.Terms.FindOpen(plan.ToFetch.Select(one => one.Item)));
    }
}
