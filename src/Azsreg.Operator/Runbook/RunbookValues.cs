using Azsreg.Operator.Environments;
using Azsreg.Operator.History;
using Azsreg.Operator.Stamps;
using Azsreg.Protocol;

namespace Azsreg.Operator.Runbook;

/// <summary>The values of one environment. What nothing here tells is a placeholder, and named with the way to find it.</summary>
internal sealed class RunbookValues
{
    /// <summary>What stands for the subscription to change to.</summary>
    public const string NewSubscription = "new subscription";

    /// <summary>What stands for the authority's file of an environment that was entered by hand.</summary>
    public const string AuthorityFile = "authority's file";

    private readonly List<(string Placeholder, string HowToFind)> _missing = [];

    private RunbookValues()
    {
    }

    public required EnvironmentEntry Environment { get; init; }

    public required bool Disconnected { get; init; }

    public required BillingModel Model { get; init; }

    public string Account { get; private set; } = "";

    public string? Directory { get; private set; }

    public string? SubscriptionName { get; private set; }

    public string SubscriptionId { get; private set; } = "";

    public string Stamp { get; private set; } = "";

    public string PrivilegedEndpoint { get; private set; } = "";

    public string? AdminEndpoint { get; private set; }

    public string CloudAdmin { get; private set; } = "";

    public string RegistrationName { get; private set; } = "";

    public required string ResourceGroup { get; init; }

    /// <summary>Of Capacity only.</summary>
    public string? AgreementNumber { get; private set; }

    /// <summary>Of Custom only.</summary>
    public string? MsAssetTag { get; private set; }

    /// <summary>What is not known here, with the way to find it, in the order it is first needed.</summary>
    public IReadOnlyList<(string Placeholder, string HowToFind)> Missing => _missing;

    public static RunbookValues Collect(OperatorContext operation, RegistrationHistory history, RunbookRequest request)
    {
        var environment = operation.Environments.Get(request.Environment);
        var current = operation.Accounts.Current(environment.Name);
        var (account, subscription) = current is { } signedIn
            ? request.Subscription is { } wanted ? operation.Accounts.Find(environment.Name, wanted) : signedIn
            : default;
        var stamp = request.Stamp is { } name ? operation.Stamps.Get(name) : operation.Stamps.Current;
        var registered = stamp is null ? null : history.Read().FirstOrDefault(entry =>
            string.Equals(entry.Stamp, stamp.Name, StringComparison.OrdinalIgnoreCase)
            && string.Equals(entry.Environment, environment.Name, StringComparison.OrdinalIgnoreCase));
        var values = new RunbookValues
        {
            Environment = environment,
            Disconnected = request.Disconnected,
            Model = request.BillingModel
                ?? (Enum.TryParse<BillingModel>(registered?.BillingModel, out var model) && (!request.Disconnected || IsDisconnected(model)) ? model : request.Disconnected ? BillingModel.Capacity : BillingModel.PayAsYouUse),
            ResourceGroup = request.ResourceGroup ?? (ArmResourceId.TryParse(registered?.ResourceId, out var id) ? id.ResourceGroupName! : WellKnown.DefaultResourceGroup),
        };
        values.Account = values.Known(account?.Name, "account", "the account that registers: owner of the subscription, or with the role of 'azsreg role show registration'");
        values.Directory = subscription?.TenantName ?? subscription?.TenantId ?? account?.TenantId;
        values.SubscriptionName = subscription?.Name;
        values.SubscriptionId = values.Known(subscription?.Id, "subscription id", "azsreg login, then: azsreg account list");
        values.FillStamp(stamp);
        values.RegistrationName = values.Known(
            request.RegistrationName ?? registered?.Name ?? (registered?.CloudId is { } cloudId ? WellKnown.DefaultRegistrationName(cloudId) : null),
            "registration name", "AzureStack- and the stamp's CloudID, which 'azsreg stamp info' shows; registering prints it");
        if (values.Model == BillingModel.Capacity)
            values.AgreementNumber = values.Known(request.AgreementNumber, "agreement number", "the number of the enterprise agreement under which capacity was bought; leading zeros count");
        if (values.Model == BillingModel.Custom)
            values.MsAssetTag = values.Known(request.MsAssetTag, "asset tag", "the asset tag of the Custom agreement");
        if (environment is { IsBuiltIn: false, TrustedAuthorities.Count: > 0 })
            values.Known(null, AuthorityFile, $"the authority of {environment.Name}'s certificates as PEM; only to enter it on another machine");
        if (!request.Disconnected) values.Known(null, NewSubscription, "only where the subscription is to be changed: azsreg account list");
        return values;
    }

    private static bool IsDisconnected(BillingModel model) => model is BillingModel.Capacity or BillingModel.Development or BillingModel.Custom;

    private void FillStamp(StampEntry? stamp)
    {
        const string how = "azsreg stamp list; a new one: azsreg stamp add NAME --privileged-endpoint URL";
        Stamp = Known(stamp?.Name, "stamp", how);
        // As PowerShell's -PrivilegedEndpoint wants it: the host where the address is the usual one.
        PrivilegedEndpoint = Known(
            stamp is null ? null : stamp.PrivilegedEndpoint is { Scheme: "http", Port: 5985, AbsolutePath: "/wsman" } usual ? usual.Host : stamp.PrivilegedEndpoint.AbsoluteUri,
            "privileged endpoint", "name or address of an ERCS machine: Region management → Properties, or the deployment's papers");
        AdminEndpoint = stamp?.AdminEndpoint?.AbsoluteUri;
        CloudAdmin = Known(stamp?.CloudAdmin, @"DOMAIN\CloudAdmin", "the stamp's cloud administrator: the stamp's NetBIOS domain and CloudAdmin");
    }

    private string Known(string? value, string placeholder, string howToFind)
    {
        if (!string.IsNullOrWhiteSpace(value)) return value;
        _missing.Add(($"<{placeholder}>", howToFind));
        return $"<{placeholder}>";
    }
}
