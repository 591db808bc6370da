using System.Management.Automation;
using Azsreg.PowerShell.Conversation;
using Azsreg.PowerShell.Objects;

namespace Azsreg.PowerShell.Cmdlets;

/// <summary><c>Set-AzsContext</c>: takes a subscription into use, with the account that sees it.</summary>
[Cmdlet(VerbsCommon.Set, "AzsContext", DefaultParameterSetName = SubscriptionSet, SupportsShouldProcess = true)]
[OutputType(typeof(AzsContext))]
public sealed class SetAzsContext : AzsCmdlet
{
    private const string SubscriptionSet = "Subscription";
    private const string TenantSet = "Tenant";

    /// <summary>The subscription, by id or name.</summary>
    [Parameter(ParameterSetName = SubscriptionSet, Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Subscription", "SubscriptionName")]
    [ValidateNotNullOrEmpty]
    public string? SubscriptionId { get; set; }

    /// <summary>The directory, by id or domain: its first subscription that can be used is taken.</summary>
    [Parameter(ParameterSetName = TenantSet, Mandatory = true)]
    [Parameter(ParameterSetName = SubscriptionSet)]
    [Alias("Tenant", "TenantDomain")]
    [ValidateNotNullOrEmpty]
    public string? TenantId { get; set; }

    /// <summary>Which Azure; the one in use where left out.</summary>
    [Parameter]
    [Alias("Environment", "AzureEnvironmentName")]
    [ValidateNotNullOrEmpty]
    public string? EnvironmentName { get; set; }

    private protected override object? Target => SubscriptionId ?? TenantId;

    private protected override void Execute()
    {
        var subscription = TenantId is null ? SubscriptionId! : OfDirectory();
        if (!GoOn(subscription, "Take the subscription into use", null)) return;
        Call(new VerbCall("account set").With("environment", EnvironmentName).With("subscription", subscription));
        ChosenContext.IsOurs = true;
        Shell.WriteObject(AzsContext.From(CallForResult(new VerbCall("account show").With("environment", EnvironmentName))));
    }

    private string OfDirectory()
    {
        var rows = CallForResult(new VerbCall("account list").With("environment", EnvironmentName).With("cached", true)).Items
            .Where(row => Same(row.TextOf("tenantId"), TenantId) || Same(row.TextOf("directory"), TenantId))
            .Where(row => SubscriptionId is null ? row.TextOf("state") is null or "Enabled" : Same(row.TextOf("id"), SubscriptionId) || Same(row.TextOf("name"), SubscriptionId));
        return rows.FirstOrDefault()?.TextOf("id") ?? throw new AzsregFailure(
            "AZR3023", "notFound", "the account or subscription is not known here",
            $"No account signed in here sees {(SubscriptionId is null ? "a usable subscription" : $"subscription '{SubscriptionId}'")} in directory '{TenantId}'.", "Sign in there:", [$"azsreg login --tenant {TenantId}"]);
    }

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
