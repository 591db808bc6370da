namespace Azsreg.AzureClient;

/// <summary>Keeps tokens between commands, encrypted at rest.</summary>
public interface ITokenStore
{
    /// <summary>What is kept of the account; null where it is not signed in.</summary>
    /// <param name="account">The account's key.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    ValueTask<StoredTokens?> ReadAsync(string account, CancellationToken cancellationToken);

    /// <summary>Replaces what is kept of the account.</summary>
    /// <param name="account">The account's key.</param>
    /// <param name="tokens">The new content.</param>
    /// <param name="cancellationToken">Ends the writing before it starts.</param>
    ValueTask WriteAsync(string account, StoredTokens tokens, CancellationToken cancellationToken);

    /// <summary>Forgets the account; nothing happens where it is not kept.</summary>
    /// <param name="account">The account's key.</param>
    /// <param name="cancellationToken">Ends the removal before it starts.</param>
    ValueTask RemoveAsync(string account, CancellationToken cancellationToken);
}
