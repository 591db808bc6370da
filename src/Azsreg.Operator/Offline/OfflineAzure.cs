using Azsreg.Operator.Registration;
using Azsreg.Operator.SignIn;

namespace Azsreg.Operator.Offline;

/// <summary>Azure as this data folder reaches it, with no stamp beside it; open until disposed.</summary>
public sealed class OfflineAzure : IDisposable
{
    /// <summary>How many subscriptions are looked through for a registration that is not where it was said to be.</summary>
    private const int MostSubscriptions = 100;

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
    internal async Task<(T Found, string SubscriptionId, string SubscriptionName)?> SearchOthersAsync<T>(
        Func<AzureSide, Task<T?>> search, CancellationToken cancellation)
        where T : class
    {
        var others = _context.Accounts.List(_session.Environment.Name)
            .SelectMany(account => account.Subscriptions)
            .DistinctBy(one => one.Id, StringComparer.OrdinalIgnoreCase)
            .Where(one => !string.Equals(one.Id, Side.SubscriptionId, StringComparison.OrdinalIgnoreCase))
            .Take(MostSubscriptions);
        foreach (var other in others)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                using var session = _context.OpenAzure(_session.Environment.Name, other.Id);
                if (await search(RegistrationSides.Of(session)) is { } found) return (found, other.Id, other.Name);
            }
            catch (Exception refused) when (refused is Protocol.ArmException or Protocol.CataloguedException)
            {
                // A subscription that cannot be read any more is none to send somebody to.
            }
        }

        return null;
    }
}
