using Azsreg.AzureClient;
using Azsreg.Portal.Session;
using Azsreg.Portal.Usage;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Portal.Commerce;

/// <summary>The pages of an Azure side's commerce: subscriptions, and of each the registrations, usage, costs and customers.</summary>
internal static class CommercePages
{
    public static void MapCommerce(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", SubscriptionsAsync);
        routes.MapGet("/subscriptions/{subscription:guid}", SubscriptionAsync);
    }

    private static async Task<IResult> SubscriptionsAsync(HttpContext http, PortalSession session)
    {
        var all = await AllAsync(session.Arm.Subscriptions.ListAsync(http.RequestAborted));
        return all is [var only]
            ? Results.Redirect($"/subscriptions/{only.SubscriptionId}")
            : new RazorComponentResult<SubscriptionsPage>(new { Subscriptions = all.OrderBy(one => one.DisplayName, StringComparer.OrdinalIgnoreCase).ToList() });
    }

    private static async Task<IResult> SubscriptionAsync(HttpContext http, Guid subscription, PortalSession session, TimeProvider clock)
    {
        try
        {
            return new RazorComponentResult<SubscriptionPage>(new
            {
                Figures = await ReadAsync(session.Arm, subscription.ToString(), UsageDaysChoice.Read(http.Request.Query["days"], clock), http.Request.Query["stamp"], http.RequestAborted),
            });
        }
        catch (ArmException refused) when (refused.StatusCode is 403 or 404)
        {
            throw new CataloguedException(ErrorCatalogue.CommerceSubscriptionUnreadable, $"{subscription}: {refused.Error.Message}", inner: refused);
        }
    }

    private static async Task<CommerceFigures> ReadAsync(ArmClient arm, string subscription, UsageDaysChoice days, string? stamp, CancellationToken cancellationToken)
    {
        var found = arm.Subscriptions.GetAsync(subscription, cancellationToken);
        var registrations = AllAsync(arm.Registrations.ListAsync(subscription, cancellationToken));
        var costs = AllAsync(arm.Commerce.ListCostDaysAsync(subscription, days.From, days.To, cancellationToken));
        var prices = PricesAsync(arm, subscription, cancellationToken);
        await Task.WhenAll(found, registrations, costs, prices);
        return CommerceFigures.Of(
            days, await found, await prices, await registrations, await costs, await CustomersAsync(arm, await registrations, cancellationToken), stamp);
    }

    private static async Task<IReadOnlyList<CommerceCustomer>> CustomersAsync(ArmClient arm, IReadOnlyList<Protocol.Registration> registrations, CancellationToken cancellationToken)
    {
        var all = new List<CommerceCustomer>();
        // Only pay-as-you-use has customers; others answer with a refusal.
        foreach (var registration in registrations.Where(one => one.Properties.BillingModel == nameof(BillingModel.PayAsYouUse)))
        {
            await foreach (var customer in arm.CustomerSubscriptions.ListAsync(ArmResourceId.Parse(registration.Id), cancellationToken))
                all.Add(new CommerceCustomer(registration.Name, customer.Properties.TenantId, CustomerSubscriptionOperations.SubscriptionOf(customer)));
        }

        return all;
    }

    /// <summary>The prices; null where this Azure has no card for the offer.</summary>
    private static async Task<RateCardAnswer?> PricesAsync(ArmClient arm, string subscription, CancellationToken cancellationToken)
    {
        try
        {
            return await arm.Commerce.GetRateCardAsync(subscription, "MS-AZR-0003P", "USD", "en-US", "US", cancellationToken);
        }
        catch (ArmException refused) when (refused.StatusCode is 400 or 404)
        {
            return null;
        }
    }

    private static async Task<IReadOnlyList<T>> AllAsync<T>(IAsyncEnumerable<T> items)
    {
        var all = new List<T>();
        await foreach (var item in items)
            all.Add(item);
        return all;
    }
}
