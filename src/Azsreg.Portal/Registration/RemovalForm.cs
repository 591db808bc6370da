using Azsreg.Operator.Registration;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Portal.Registration;

/// <summary>What a person filled in to remove a registration.</summary>
public sealed record RemovalForm
{
    /// <summary>The subscription's id.</summary>
    public string Subscription { get; init; } = "";

    public required CloudAdminForm CloudAdmin { get; init; }

    /// <summary>What was typed to confirm.</summary>
    public string Typed { get; init; } = "";

    /// <summary>The digest of the plan the person saw; empty where none was shown.</summary>
    public string PlanShown { get; init; } = "";

    /// <summary>Whether the plan was asked for by hand, and not because a field changed.</summary>
    public bool IsByHand { get; init; }

    public static RemovalForm Read(IFormCollection form) => new()
    {
        Subscription = CloudAdminForm.Bounded(form, "subscription"),
        CloudAdmin = CloudAdminForm.Read(form),
        Typed = CloudAdminForm.Bounded(form, "confirm"),
        PlanShown = CloudAdminForm.Bounded(form, "plan"),
        IsByHand = form.ContainsKey("show-plan"),
    };

    /// <summary>What must be filled in before there can be a plan, as words.</summary>
    public IReadOnlyList<string> Missing() => [.. Subscription.Length == 0 ? ["the subscription"] : Array.Empty<string>(), .. CloudAdmin.Missing];

    /// <summary>The request the workflow is given: the registration of this stamp's cloud id, wherever in the subscription it lies.</summary>
    public static RemovalRequest Request { get; } = new();
}
