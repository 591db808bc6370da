using Azsreg.Operator.Accounts;
using Azsreg.Operator.Registration;
using Azsreg.Operator.SignIn;

namespace Azsreg.Operator.Offline;

/// <summary>Azure as this data folder reaches it, with no stamp beside it; open until disposed.</summary>
public sealed class OfflineAzure : IDisposable
{
    private readonly OperatorContext _context;
    private readonly AzureSession _session;

    private OfflineAzure(OperatorContext context, AzureSession session)
    {
        _context = context;
        _session = session;
        Side = RegistrationSides.Of(session);
    }

    /// <summary>The subscription chosen.</summary>
    public AzureSide Side { get; }

    /// <summary>Opens it; nothing is sent yet.</summary>
    /// <param name="context">The data folder's books.</param>
    /// <param name="environment">The Azure; null takes the one in use.</param>
    /// <param name="subscription">The subscription by id or name; null takes the one in use.</param>
    /// <exception cref="Protocol.CataloguedException">Nobody is signed in, or no subscription is chosen.</exception>
    public static OfflineAzure Open(OperatorContext context, string? environment, string? subscription)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new OfflineAzure(context, context.OpenAzure(environment, subscription));
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    /// <summary>Searches the other subscriptions of everybody signed in to this Azure.</summary>
    /// <returns>What was found and where; null where nothing was.</returns>
    internal Task<(T Found, AccountSubscription Where)?> SearchOthersAsync<T>(Func<AzureSide, Task<T?>> search, CancellationToken cancellation)
        where T : class =>
        OtherSubscriptions.SearchAsync(
            _context, _session, _context.Accounts.List(_session.Environment.Name).SelectMany(account => account.Subscriptions), search, cancellation);
}
