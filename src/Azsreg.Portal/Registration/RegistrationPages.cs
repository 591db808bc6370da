using Azsreg.AzureClient;
using Azsreg.Operator.Registration;
using Azsreg.Portal.Region;
using Azsreg.Portal.Session;
using Azsreg.Portal.Web;
using Azsreg.Portal.Work;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Portal.Registration;

/// <summary>Registration: the sign-in at Azure, the form with its plan, and the removal.</summary>
internal static class RegistrationPages
{
    public static void MapRegistration(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/registration", ShowAsync);
        routes.MapGet("/registration/standing", StandingAsync);
        routes.MapPost("/registration", ShowPlannedAsync);
        routes.MapPost("/registration/plan", PlanAsync);
        routes.MapPost("/registration/run", RunAsync);
        // Whose account at Azure is used here changes nothing at the stamp: a Reader compares usage with it.
        routes.MapPost("/registration/sign-in", BeginSignInAsync).ForReaders();
        routes.MapGet("/registration/sign-in", SignInAsync);
        routes.MapPost("/registration/sign-in/cancel", CancelSignInAsync).ForReaders();
        routes.MapPost("/registration/sign-out", SignOutAsync).ForReaders();
        routes.MapGet("/registration/remove", ShowRemovalAsync);
        routes.MapPost("/registration/remove", ShowPlannedRemovalAsync);
        routes.MapPost("/registration/remove/plan", PlanRemovalAsync);
        routes.MapPost("/registration/remove/run", RunRemovalAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, Reader reader)
    {
        var view = await reader.ReadAsync(http.RequestAborted);
        return Page(view, FirstForm(view, http.Request.Query["do"], http.Request.Query["subscription"]), null);
    }

    private static async Task<IResult> StandingAsync(HttpContext http, Reader reader) =>
        new RazorComponentResult<RegistrationStandingBanner>(new { View = await reader.ReadAsync(http.RequestAborted) });

    private static async Task<IResult> ShowPlannedAsync(HttpContext http, Reader reader, RegistrationDesk desk)
    {
        var form = RegistrationForm.Read(await http.Request.ReadFormAsync(http.RequestAborted));
        var view = await reader.ReadAsync(http.RequestAborted);
        return Page(view, form, await desk.PlanAsync(form, view, http.RequestAborted));
    }

    private static async Task<IResult> PlanAsync(HttpContext http, Reader reader, RegistrationDesk desk)
    {
        var form = RegistrationForm.Read(await http.Request.ReadFormAsync(http.RequestAborted));
        var view = await reader.ReadAsync(http.RequestAborted);
        return new RazorComponentResult<PlanPanel>(new { Plan = await desk.PlanAsync(form, view, http.RequestAborted) });
    }

    private static async Task<IResult> RunAsync(HttpContext http, Reader reader, RegistrationDesk desk)
    {
        var form = RegistrationForm.Read(await http.Request.ReadFormAsync(http.RequestAborted));
        try
        {
            return See.Other((await desk.RunAsync(form)).Href);
        }
        catch (CataloguedException refused) when (refused is not SignInException)
        {
            return Page(await reader.ReadAsync(http.RequestAborted), form, new PlanView { Fault = refused });
        }
    }

    private static async Task<IResult> BeginSignInAsync(HttpContext http, AzurePeople people, PortalSession session)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var tenant = CloudAdminForm.Bounded(form, "tenant");
        await people.BeginAsync(session.Person.ObjectId, CloudAdminForm.Bounded(form, "environment"), tenant.Length == 0 ? null : tenant, http.RequestAborted);
        return See.Other(ReturnOf(form));
    }

    /// <summary>The panel of a sign-in that goes on; when it has come to its end the page is loaded anew.</summary>
    private static async Task<IResult> SignInAsync(HttpContext http, Reader reader)
    {
        var view = await reader.ReadAsync(http.RequestAborted);
        if (view is { Account: not null, SignIn: null })
            http.Response.Headers["HX-Refresh"] = "true";
        return new RazorComponentResult<AzureSignInPanel>(new { View = view, Return = ReturnOf(http.Request.Query["return"]) });
    }

    private static async Task<IResult> CancelSignInAsync(HttpContext http, AzurePeople people, PortalSession session)
    {
        people.Cancel(session.Person.ObjectId);
        return See.Other(ReturnOf(await http.Request.ReadFormAsync(http.RequestAborted)));
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, AzurePeople people, PortalSession session)
    {
        await people.ForgetAsync(session.Person.ObjectId, http.RequestAborted);
        return See.Other(ReturnOf(await http.Request.ReadFormAsync(http.RequestAborted)));
    }

    private static async Task<IResult> ShowRemovalAsync(HttpContext http, Reader reader)
    {
        var view = await reader.ReadAsync(http.RequestAborted);
        var asked = http.Request.Query["subscription"].ToString();
        return Removal(view, new RemovalForm { Subscription = view.SubscriptionOf(asked)?.Id ?? view.FirstSubscription, CloudAdmin = FirstAdmin(view) }, null);
    }

    private static async Task<IResult> ShowPlannedRemovalAsync(HttpContext http, Reader reader, RemovalDesk desk)
    {
        var form = RemovalForm.Read(await http.Request.ReadFormAsync(http.RequestAborted));
        var view = await reader.ReadAsync(http.RequestAborted);
        return Removal(view, form, await desk.PlanAsync(form, view, http.RequestAborted));
    }

    private static async Task<IResult> PlanRemovalAsync(HttpContext http, Reader reader, RemovalDesk desk)
    {
        var form = RemovalForm.Read(await http.Request.ReadFormAsync(http.RequestAborted));
        var view = await reader.ReadAsync(http.RequestAborted);
        return new RazorComponentResult<PlanPanel>(new { Plan = await desk.PlanAsync(form, view, http.RequestAborted), form.Typed });
    }

    private static async Task<IResult> RunRemovalAsync(HttpContext http, Reader reader, RemovalDesk desk)
    {
        var form = RemovalForm.Read(await http.Request.ReadFormAsync(http.RequestAborted));
        var view = await reader.ReadAsync(http.RequestAborted);
        try
        {
            return See.Other((await desk.RunAsync(form, view.Overview)).Href);
        }
        catch (CataloguedException refused) when (refused is not SignInException)
        {
            return Removal(view, form, new PlanView { Fault = refused });
        }
    }

    private static RazorComponentResult<RegistrationPage> Page(RegistrationView view, RegistrationForm form, PlanView? plan) =>
        new(new { View = view, Form = form, Plan = plan ?? new PlanView { Missing = form.Missing() } });

    private static RazorComponentResult<RemovalPage> Removal(RegistrationView view, RemovalForm form, PlanView? plan) =>
        new(new { View = view, Form = form, Plan = plan ?? new PlanView { Missing = form.Missing() } });

    /// <summary>What a form shows first: what is registered where something is.</summary>
    private static RegistrationForm FirstForm(RegistrationView view, string? what, string? subscription)
    {
        var (region, activation) = (view.Overview.Region, view.Overview.Activation);
        var intent = Enum.TryParse<RegistrationIntent>(what, ignoreCase: true, out var asked) && Enum.IsDefined(asked) ? asked
            : view.Overview.IsActivated ? RegistrationIntent.Change
            : RegistrationIntent.Register;
        // Nothing can be changed or renewed that is not there, and what is there is not registered a second time.
        if (!view.Overview.IsActivated)
            intent = RegistrationIntent.Register;
        else if (intent == RegistrationIntent.Register)
            intent = RegistrationIntent.Change;
        return new RegistrationForm
        {
            Intent = intent,
            Subscription = view.SubscriptionOf(subscription ?? "")?.Id ?? view.FirstSubscription,
            Model = activation is not null && Enum.TryParse<BillingModel>(region.BillingModel, ignoreCase: true, out var model) ? model : null,
            AgreementNumber = region.AgreementNumber ?? "",
            MsAssetTag = region.MsAssetTag ?? "",
            RegistrationName = view.Overview.RegistrationId?.Name ?? "",
            ResourceGroup = view.Overview.RegistrationId?.ResourceGroupName ?? "",
            CloudAdmin = FirstAdmin(view),
        };
    }

    private static CloudAdminForm FirstAdmin(RegistrationView view) => new("", view.CloudAdministrator ?? "", null);

    /// <summary>The page a sign-in was begun from; only those that ask for one, so that nobody is sent elsewhere.</summary>
    private static string ReturnOf(IFormCollection form) => ReturnOf(form["return"].ToString());

    private static string ReturnOf(string? path) =>
        path is "/registration/remove" or "/registration/offline" or "/usage/reconcile" || (path?.StartsWith("/registration?do=", StringComparison.Ordinal) == true && path.Length < 40)
            ? path
            : "/registration";

    /// <summary>Reads what the pages show, for the person of this request.</summary>
    internal sealed class Reader(PortalSession session, PortalAzure azure, RunningWork work, PortalOptions options, TimeProvider clock)
    {
        public Task<RegistrationView> ReadAsync(CancellationToken cancellationToken) =>
            RegistrationView.ReadAsync(session, azure, work, options, clock, cancellationToken);
    }
}
