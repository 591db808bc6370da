using Azsreg.AzureClient;
using Azsreg.Operator.Marketplace;
using Azsreg.Portal.Kit;
using Azsreg.Portal.Session;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Azsreg.Portal.Marketplace;

/// <summary>
/// Shows items and does what is asked for them. What a script asks is answered with the part of the page that changed; what a plain form asks
/// sends the browser back to its page, or shows it with what went wrong.
/// </summary>
internal sealed class ItemWork(MarketplaceDoor door, MarketplaceCatalogue catalogue, ItemReader items, PortalSession session, TimeProvider clock)
{
    /// <summary>A page with its list, and the pane of an item where one is asked for.</summary>
    public Task<IResult> ShowAsync(HttpContext http, ListQuery query) => ShowAsync(http, query, null, null);

    /// <summary>What is on the stamp, with the offer to bring it up to date beside it.</summary>
    public Task<IResult> ShowAsync(HttpContext http, UpdateOffer updates) => ShowAsync(http, new ListQuery { Path = MarketplacePages.Home }, null, null, updates);

    /// <summary>What is under way, with the states of the rows it is about.</summary>
    public async Task<IResult> DownloadsRegionAsync(bool fromAdd, CataloguedException? fault, CancellationToken cancellationToken)
    {
        MarketplaceReading? reading = null;
        try
        {
            reading = await door.ReadOnStampAsync(cancellationToken);
        }
        catch (CataloguedException unread) when (MarketplacePages.IsTold(unread))
        {
            // The page says why; here is nothing to show.
        }

        return new RazorComponentResult<DownloadsRegion>(new Dictionary<string, object?>
        {
            [nameof(DownloadsRegion.Reading)] = reading,
            [nameof(DownloadsRegion.Now)] = clock.GetUtcNow(),
            [nameof(DownloadsRegion.FromAdd)] = fromAdd,
            [nameof(DownloadsRegion.WithStates)] = true,
            [nameof(DownloadsRegion.Fault)] = fault,
        });
    }

    /// <summary>How it stands with an item and what can be done about it.</summary>
    public async Task<IResult> ActionsAsync(ListQuery query, bool asksToDelete, CataloguedException? fault, CancellationToken cancellationToken)
    {
        var reading = await door.ReadOnStampAsync(cancellationToken);
        var details = await items.ReadAsync(reading, query.Item ?? "", asksToDelete, cancellationToken);
        return new RazorComponentResult<ItemActions>(new Dictionary<string, object?>
        {
            [nameof(ItemActions.Details)] = details, [nameof(ItemActions.Query)] = query, [nameof(ItemActions.Fault)] = fault,
        });
    }

    /// <summary>Has the stamp download an item and what it needs.</summary>
    public Task<IResult> DownloadAsync(HttpContext http) => ActAsync(http, async (id, form) =>
    {
        var reading = await door.ReadAsync(http.RequestAborted);
        var (plan, open) = await items.PlanAsync(reading, id, http.RequestAborted);
        if (open.Count > 0)
        {
            if (form["accept"] != "yes")
                throw new CataloguedException(ErrorCatalogue.LegalTermsNotAccepted, $"{string.Join(", ", open.Select(item => item.Title))}: the terms were not accepted.");
            await door.Terms.AcceptAsync(open, session.Person.UserPrincipalName, http.RequestAborted);
        }

        var started = await new DownloadRun(await door.OpenAsync(http.RequestAborted)).StartAsync(plan.Items, http.RequestAborted);
        if (started.FirstOrDefault(one => one.Failure is not null) is { } failed)
            throw failed.Failure!;
    });

    /// <summary>Stops a download.</summary>
    public Task<IResult> CancelAsync(HttpContext http) => ActAsync(http, async (id, _) =>
    {
        var reading = await door.ReadOnStampAsync(http.RequestAborted);
        await (await door.OpenAsync(http.RequestAborted)).CancelAsync(Required(reading, id), http.RequestAborted);
    });

    /// <summary>Takes an item off the stamp.</summary>
    public Task<IResult> DeleteAsync(HttpContext http) => ActAsync(http, async (id, _) =>
    {
        var reading = await door.ReadOnStampAsync(http.RequestAborted);
        await (await door.OpenAsync(http.RequestAborted)).DeleteAsync(Required(reading, id), http.RequestAborted);
    });

    /// <summary>Which old versions may go.</summary>
    public async Task<IResult> OfferCleanUpAsync(HttpContext http) =>
        await ShowAsync(http, new ListQuery { Path = MarketplacePages.Home }, null, await CleanUpAsync(dryRun: true, http.RequestAborted));

    /// <summary>Deletes them.</summary>
    public async Task<IResult> CleanUpAsync(HttpContext http)
    {
        var done = await CleanUpAsync(dryRun: false, http.RequestAborted);
        catalogue.Forget();
        return await ShowAsync(http, new ListQuery { Path = MarketplacePages.Home }, null, done);
    }

    private static MarketplaceItem Required(MarketplaceReading reading, string id) => reading.View.Inventory.Find(id)
        ?? throw new CataloguedException(ErrorCatalogue.MarketplaceItemNotDownloaded, $"'{id}' is not on the stamp.");

    private async Task<CleanUpOffer> CleanUpAsync(bool dryRun, CancellationToken cancellationToken)
    {
        try
        {
            return new CleanUpOffer(await (await door.OpenAsync(cancellationToken)).CleanUpAsync(dryRun, cancellationToken), IsDone: !dryRun);
        }
        catch (CataloguedException fault) when (MarketplacePages.IsTold(fault))
        {
            return new CleanUpOffer(null, Fault: fault);
        }
    }

    private async Task<IResult> ShowAsync(HttpContext http, ListQuery query, CataloguedException? asked, CleanUpOffer? cleanUp, UpdateOffer? updates = null)
    {
        var cancellationToken = http.RequestAborted;
        MarketplaceReading? reading = null;
        CataloguedException? fault = null;
        try
        {
            reading = query.Path == MarketplacePages.Add ? await door.ReadAsync(cancellationToken) : await door.ReadOnStampAsync(cancellationToken);
            fault = reading.Fault;
        }
        catch (CataloguedException none) when (MarketplacePages.IsTold(none))
        {
            fault = none;
        }

        var (details, itemFault) = await DetailsAsync(http, reading, query, asked);
        var parameters = new Dictionary<string, object?>
        {
            [nameof(HomePage.Query)] = query,
            [nameof(HomePage.Reading)] = reading,
            [nameof(HomePage.Fault)] = fault,
            [nameof(HomePage.Details)] = details,
            [nameof(HomePage.ItemFault)] = itemFault,
            // What was asked for an item that is not in the pane was asked of its download.
            [nameof(HomePage.DownloadsFault)] = details is null && query.Item is null ? asked : null,
            [nameof(HomePage.Now)] = clock.GetUtcNow(),
        };
        if (query.Path == MarketplacePages.Add)
            return new RazorComponentResult<AddPage>(parameters);
        parameters[nameof(HomePage.CleanUp)] = cleanUp;
        parameters[nameof(HomePage.Updates)] = updates;
        return new RazorComponentResult<HomePage>(parameters);
    }

    private async Task<(ItemDetails? Details, CataloguedException? Fault)> DetailsAsync(
        HttpContext http, MarketplaceReading? reading, ListQuery query, CataloguedException? asked)
    {
        if (reading is null || query.Item is null)
            return (null, null);
        try
        {
            return (await items.ReadAsync(reading, query.Item, http.Request.Query["ask"] == "delete", http.RequestAborted), asked);
        }
        catch (CataloguedException unknown) when (MarketplacePages.IsTold(unknown))
        {
            return (null, asked ?? unknown);
        }
    }

    /// <summary>How it stands with an item after something was done; one that is not offered any more is nowhere once it is deleted.</summary>
    private async Task<IResult> PartAsync(ListQuery query, CataloguedException? fault, CancellationToken cancellationToken)
    {
        try
        {
            return await ActionsAsync(query, asksToDelete: false, fault, cancellationToken);
        }
        catch (CataloguedException gone) when (fault is null && gone.Entry == ErrorCatalogue.MarketplaceItemUnknown)
        {
            return new RazorComponentResult<Banner>(new Dictionary<string, object?> { [nameof(Banner.Kind)] = StateKind.Good, [nameof(Banner.Title)] = $"It is off {session.StampName}, and not offered any more." });
        }
    }

    /// <summary>Does something for an item and answers as it was asked.</summary>
    private async Task<IResult> ActAsync(HttpContext http, Func<string, IFormCollection, Task> act)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var id = form["item"].ToString();
        var back = form["back"].ToString() is var path && (path == MarketplacePages.Home || path.StartsWith(MarketplacePages.Home + "?", StringComparison.Ordinal)
            || path == MarketplacePages.Add || path.StartsWith(MarketplacePages.Add + "?", StringComparison.Ordinal)) ? path : MarketplacePages.Home;
        var isAdd = back.StartsWith(MarketplacePages.Add, StringComparison.Ordinal);
        CataloguedException? fault = null;
        try
        {
            await act(id, form);
        }
        catch (CataloguedException failed) when (MarketplacePages.IsTold(failed))
        {
            fault = failed;
        }

        catalogue.Forget();
        if (http.Request.Headers.ContainsKey("HX-Request"))
            return form["place"] == "downloads" ? await DownloadsRegionAsync(isAdd, fault, http.RequestAborted) : await PartAsync(ListQuery.Of(back, id), fault, http.RequestAborted);

        if (fault is null)
        {
            http.Response.Headers.Location = back;
            return Results.StatusCode(StatusCodes.Status303SeeOther);
        }

        http.Response.StatusCode = StatusCodes.Status409Conflict;
        return await ShowAsync(http, form["place"] == "downloads" ? ListQuery.Of(back, null) : ListQuery.Of(back, id), fault, null);
    }
}
