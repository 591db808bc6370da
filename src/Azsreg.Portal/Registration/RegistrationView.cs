using Azsreg.Operator.Accounts;
using Azsreg.Operator.Environments;
using Azsreg.Portal.Region;
using Azsreg.Portal.Session;
using Azsreg.Portal.Work;
using Azsreg.Protocol;

namespace Azsreg.Portal.Registration;

/// <summary>All that the pages of registration show before anything is planned.</summary>
public sealed record RegistrationView
{
    public required StampOverview Overview { get; init; }

    /// <summary>The Azures that can be chosen.</summary>
    public required IReadOnlyList<EnvironmentEntry> Environments { get; init; }

    /// <summary>The Azure in use.</summary>
    public required EnvironmentEntry Environment { get; init; }

    /// <summary>Who is signed in there; null where nobody is.</summary>
    public Account? Account { get; init; }

    /// <summary>The subscription in use.</summary>
    public AccountSubscription? InUse { get; init; }

    /// <summary>The sign-in that goes on, or came to nothing.</summary>
    public AzureSignIn? SignIn { get; init; }

    /// <summary>A run that goes on and works on the registration.</summary>
    public WorkItem? Work { get; init; }

    /// <summary>The last run that did, where it did not end well and no other came after it.</summary>
    public WorkItem? Unfinished { get; init; }

    /// <summary>The stamp's own privileged endpoint.</summary>
    public required Uri PrivilegedEndpoint { get; init; }

    /// <summary>The cloud administrator as the stamp's settings name it.</summary>
    public string? CloudAdministrator { get; init; }

    /// <summary>The subscriptions that can be chosen.</summary>
    public IReadOnlyList<AccountSubscription> Subscriptions => Account?.Subscriptions ?? [];

    /// <summary>The one of an id.</summary>
    public AccountSubscription? SubscriptionOf(string id) => Subscriptions.FirstOrDefault(one => one.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    /// <summary>The subscription a form begins with: the one the stamp is registered in, else the one in use.</summary>
    public string FirstSubscription =>
        Overview.RegistrationId?.SubscriptionId is { } registered && SubscriptionOf(registered) is { } own ? own.Id : InUse?.Id ?? "";

    /// <summary>Whether the stamp is registered in a subscription this account does not see.</summary>
    public bool IsElsewhere => Account is not null && Overview.RegistrationId?.SubscriptionId is { } registered && SubscriptionOf(registered) is null;

    internal static async Task<RegistrationView> ReadAsync(
        PortalSession session, PortalAzure azure, RunningWork work, PortalOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var overview = StampOverview.ReadAsync(session, clock, cancellationToken);
        var context = await azure.ContextAsync(cancellationToken);
        var environment = context.Environments.Current;
        var current = context.Accounts.Current(environment.Name);
        var last = work.List().FirstOrDefault(item => item.Order.Alone == DeskGround.Alone);
        return new RegistrationView
        {
            Overview = await overview,
            Environments = await azure.EnvironmentsAsync(cancellationToken),
            Environment = environment,
            Account = current?.Account,
            InUse = current?.Subscription,
            SignIn = azure.SignIn,
            Work = last is { State: WorkState.Running } ? last : null,
            Unfinished = last is { State: WorkState.Interrupted or WorkState.Failed } && last.Order.PersonId == session.Person.ObjectId ? last : null,
            PrivilegedEndpoint = options.PrivilegedEndpoint,
            CloudAdministrator = options.CloudAdministrator,
        };
    }
}
