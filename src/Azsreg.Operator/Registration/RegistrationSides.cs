using Azsreg.AzureClient;
using Azsreg.Operator.SignIn;
using Azsreg.Operator.Stamps;

namespace Azsreg.Operator.Registration;

/// <summary>The two sides of a registration as this data folder reaches them, open until disposed.</summary>
public sealed class RegistrationSides : IDisposable
{
    private readonly AzureSession _azure;
    private readonly AzureSession? _admin;

    private RegistrationSides(AzureSession azure, AzureSession? admin, AzureSide azureSide, StampSide stampSide)
    {
        _azure = azure;
        _admin = admin;
        Azure = azureSide;
        Stamp = stampSide;
    }

    /// <summary>Azure.</summary>
    public AzureSide Azure { get; }

    /// <summary>The stamp.</summary>
    public StampSide Stamp { get; }

    /// <summary>Opens both; nothing is sent yet.</summary>
    /// <param name="context">The data folder's books.</param>
    /// <param name="environment">The Azure; null takes the one in use.</param>
    /// <param name="subscription">The subscription by id or name; null takes the one in use.</param>
    /// <param name="endpoints">The privileged endpoint's addresses in the order to try.</param>
    /// <param name="credential">The stamp's cloud administrator.</param>
    /// <param name="admin">The stamp's admin ARM as somebody is signed in there already; null takes the account of the data folder.</param>
    /// <exception cref="Protocol.CataloguedException">The two belong to different worlds (AZR1040), nobody is signed in, or no subscription is chosen.</exception>
    public static RegistrationSides Open(
        OperatorContext context, string? environment, string? subscription,
        IReadOnlyList<PrivilegedEndpointAddress> endpoints, CloudAdminCredential credential, ArmClient? admin = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(endpoints);
        WorldGate.Demand(context.Environments.Get(environment), endpoints);
        var azure = context.OpenAzure(environment, subscription);
        var (stamp, session) = OpenStamp(context, endpoints, credential, admin);
        return new RegistrationSides(azure, session, Of(context, azure), stamp);
    }

    /// <summary>Opens Azure alone, for a stamp that is gone.</summary>
    /// <param name="context">The data folder's books.</param>
    /// <param name="environment">The Azure; null takes the one in use.</param>
    /// <param name="subscription">The subscription by id or name; null takes the one in use.</param>
    /// <param name="name">What the stamp, or its registration, is called.</param>
    /// <exception cref="Protocol.CataloguedException">Nobody is signed in, or no subscription is chosen.</exception>
    public static RegistrationSides OpenAzureOnly(OperatorContext context, string? environment, string? subscription, string name)
    {
        ArgumentNullException.ThrowIfNull(context);
        var azure = context.OpenAzure(environment, subscription);
        return new RegistrationSides(
            azure,
            null,
            Of(context, azure),
            new StampSide
            {
                Name = name,
                OpenSession = _ => throw new InvalidOperationException("A stamp that is gone has no privileged endpoint."),
                WhyNoAdmin = "it is gone",
            });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _azure.Dispose();
        _admin?.Dispose();
    }

    /// <summary>Opens the stamp alone. The caller disposes its admin ARM.</summary>
    internal static (StampSide Stamp, AzureSession? Admin) OpenStamp(
        OperatorContext context, IReadOnlyList<PrivilegedEndpointAddress> endpoints, CloudAdminCredential credential, ArmClient? arm = null)
    {
        var entry = endpoints.Select(endpoint => endpoint.Stamp).FirstOrDefault(stamp => stamp is not null);
        var admin = entry is null || arm is not null ? null : context.TryOpenStampAdmin(entry);
        var side = new StampSide
        {
            Name = entry?.Name ?? endpoints[0].Name,
            OpenSession = async cancellation => new StampSession(await context.PrivilegedEndpoints.OpenAsync(endpoints, credential, cancellation)),
            Admin = arm ?? admin?.Arm,
            WhyNoAdmin = entry is null
                ? "the stamp is not entered here by name"
                : $"nobody is signed in at its admin endpoint (azsreg login --stamp {entry.Name})",
        };
        return (side, admin);
    }

    private static AzureSide Of(OperatorContext context, AzureSession session) => Of(session) with
    {
        FindElsewhere = (cloudId, cancellation) => OtherSubscriptions.FindAsync(context, session, cloudId, cancellation),
        VisibleSubscriptions = [.. session.Account.Subscriptions.Select(one => one.Id)],
    };

    internal static AzureSide Of(AzureSession session) => new()
    {
        Environment = session.Environment,
        SubscriptionId = session.Subscription!.Id,
        TenantId = session.TenantId,
        TenantName = session.Subscription.TenantName,
        Account = session.Account.Name,
        Arm = session.Arm,
        Graph = session.Graph,
        GetRefreshToken = session.GetRefreshTokenAsync,
    };
}
