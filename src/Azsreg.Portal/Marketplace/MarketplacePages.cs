using Azsreg.AzureClient;
using Azsreg.Portal.Session;
using Azsreg.Portal.Web;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Portal.Marketplace;

/// <summary>The pages of the marketplace: what is on the stamp, what Azure offers, and the parts of them that change by themselves.</summary>
internal static class MarketplacePages
{
    public const string Home = "/marketplace";
    public const string Add = "/marketplace/add";
    public const string Import = "/marketplace/import";
    public const string Icon = "/marketplace/icon";
    public const string Downloads = "/marketplace/downloads";
    public const string Actions = "/marketplace/actions";
    public const string Download = "/marketplace/download";
    public const string Cancel = "/marketplace/cancel";
    public const string Delete = "/marketplace/delete";
    public const string CleanUp = "/marketplace/cleanup";
    public const string Updates = "/marketplace/updates";

    /// <summary>Where a stamp is registered, changed and renewed.</summary>
    public const string Registration = "/registration";

    /// <summary>A page waits this long for a list that was never read before it shows that it is being read.</summary>
    private static readonly TimeSpan ShownAfter = TimeSpan.FromMilliseconds(700);

    public static void AddMarketplace(this IServiceCollection services)
    {
        services.AddSingleton<MarketplaceBooks>();
        services.AddSingleton<MarketplaceCatalogue>();
        services.AddSingleton<ItemIcons>();
        services.AddScoped<MarketplaceDoor>();
        services.AddScoped<ItemReader>();
        services.AddScoped<ItemWork>();
        services.AddScoped<UpdateWork>();
        services.AddScoped<BundleImport>();
    }

    public static void MapMarketplace(this IEndpointRouteBuilder endpoints)
    {
        var routes = endpoints.MapGroup("").AddEndpointFilter(static (context, next) =>
        {
            context.HttpContext.RequestServices.GetRequiredService<MarketplaceDoor>().IsLive = context.HttpContext.Request.Headers.ContainsKey(SessionGate.LiveHeader);
            return next(context);
        });
        routes.MapGet(Home, (HttpContext http, ItemWork work) => work.ShowAsync(http, ListQuery.Read(http.Request, Home)));
        routes.MapGet(Add, AddAsync);
        routes.MapGet(Icon, IconAsync);
        routes.MapGet(Downloads, DownloadsAsync);
        routes.MapGet(Actions, ActionsAsync);
        routes.MapPost(Download, (HttpContext http, ItemWork work) => work.DownloadAsync(http));
        routes.MapPost(Cancel, (HttpContext http, ItemWork work) => work.CancelAsync(http));
        routes.MapPost(Delete, (HttpContext http, ItemWork work) => work.DeleteAsync(http));
        routes.MapGet(CleanUp, (HttpContext http, ItemWork work) => work.OfferCleanUpAsync(http));
        routes.MapPost(CleanUp, (HttpContext http, ItemWork work) => work.CleanUpAsync(http));
        routes.MapGet(Updates, async (HttpContext http, ItemWork work, UpdateWork updates) => await work.ShowAsync(http, await updates.OfferAsync(http.RequestAborted)));
        routes.MapPost(Updates, StartUpdatesAsync);
        routes.MapGet(Import, (HttpContext http, BundleImport import) => import.ShowAsync(http.Request.Query["folder"].ToString(), http.RequestAborted));
        routes.MapPost(Import, (HttpContext http, BundleImport import) => import.StartAsync(http));
    }

    /// <summary>True for a failure that is told in its place on the page; a sign-in that ended, or a right that is missing, is the whole answer.</summary>
    public static bool IsTold(CataloguedException fault) =>
        fault is not SignInException && (fault.Entry.Kind != FailureKind.SignInOrRights || fault.Entry.Code.StartsWith("AZR60", StringComparison.Ordinal));

    private static async Task<IResult> AddAsync(HttpContext http, ItemWork work, MarketplaceDoor door, MarketplaceCatalogue catalogue, TimeProvider clock)
    {
        var query = ListQuery.Read(http.Request, Add);
        var isFirstLook = catalogue.IsEmpty && !http.Request.Query.ContainsKey("wait") && !http.Request.Headers.ContainsKey("HX-Request");
        if (!isFirstLook)
            return await work.ShowAsync(http, query);
        var reading = door.ReadAsync(http.RequestAborted);
        try
        {
            await ((Task)reading.WaitAsync(ShownAfter, clock, http.RequestAborted)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (reading.IsCompleted)
                return await work.ShowAsync(http, query);
            return new RazorComponentResult<AddPage>(new Dictionary<string, object?> { [nameof(AddPage.Query)] = query, [nameof(AddPage.IsAwaited)] = true, [nameof(AddPage.Now)] = clock.GetUtcNow() });
        }
        finally
        {
            // How it fails is told by the look that follows.
            _ = reading.ContinueWith(static failed => _ = failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    private static async Task<IResult> StartUpdatesAsync(HttpContext http, ItemWork work, UpdateWork updates)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (await updates.StartAsync(form["accept"] == "yes", http.RequestAborted) is not { } kept)
            return See.Other(Home);
        http.Response.StatusCode = StatusCodes.Status409Conflict;
        return await work.ShowAsync(http, kept);
    }

    private static async Task<IResult> DownloadsAsync(HttpContext http, ItemWork work) =>
        await work.DownloadsRegionAsync(http.Request.Query["from"] == "add", null, http.RequestAborted);

    private static async Task<IResult> ActionsAsync(HttpContext http, ItemWork work)
    {
        var query = ListQuery.Read(http.Request, http.Request.Query["from"] == "add" ? Add : Home);
        return await work.ActionsAsync(query, http.Request.Query["ask"] == "delete", null, http.RequestAborted);
    }

    private static async Task<IResult> IconAsync(HttpContext http, MarketplaceDoor door, ItemIcons icons)
    {
        var id = http.Request.Query["item"].ToString();
        var view = await door.ViewAsync(http.RequestAborted);
        return view.Inventory.Find(id) is { } item ? await icons.SendAsync(http, item) : Results.NotFound();
    }
}
