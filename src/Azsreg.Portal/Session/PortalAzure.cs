using Azsreg.Operator;
using Azsreg.Operator.Accounts;
using Azsreg.Operator.Environments;
using Azsreg.Operator.SignIn;
using Azsreg.Protocol;

namespace Azsreg.Portal.Session;

/// <summary>Azure as the signed-in person of this request reaches it, with an account of their own there.</summary>
internal sealed class PortalAzure(AzurePeople people, PortalSession session) : IDisposable
{
    private OperatorContext? _context;

    private string Person => session.Person.ObjectId;

    /// <summary>The sign-in that goes on, or came to nothing; null where neither.</summary>
    public AzureSignIn? SignIn => people.SignInOf(Person);

    /// <summary>The person's books: environments, accounts, the stamp. Good until the request ends.</summary>
    public async Task<OperatorContext> ContextAsync(CancellationToken cancellationToken) =>
        _context ??= await people.OpenAsync(Person, cancellationToken);

    /// <summary>The Azures that can be chosen, the stamp's own first.</summary>
    public async Task<IReadOnlyList<EnvironmentEntry>> EnvironmentsAsync(CancellationToken cancellationToken) =>
        people.Offered(await ContextAsync(cancellationToken));

    /// <summary>Who is signed in at the Azure in use, with the subscription in use; null where nobody is.</summary>
    public async Task<(Account Account, AccountSubscription? Subscription)?> CurrentAsync(CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken);
        return context.Accounts.Current(context.Environments.Current.Name);
    }

    /// <summary>Opens the Azure in use for a subscription. The caller disposes it before the request ends.</summary>
    /// <param name="subscription">By id or name; null takes the one in use.</param>
    /// <param name="cancellationToken">Ends the waiting for the books.</param>
    /// <exception cref="CataloguedException">Nobody is signed in at Azure here (AZR8011), or the account sees no such subscription.</exception>
    public async Task<AzureSession> OpenAsync(string? subscription, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(cancellationToken);
        if (await CurrentAsync(cancellationToken) is null)
            throw new CataloguedException(ErrorCatalogue.PortalNotSignedInAtAzure, $"Nobody is signed in at {context.Environments.Current.Name}.");
        return context.OpenAzure(null, subscription);
    }

    public void Dispose() => _context?.Dispose();
}
