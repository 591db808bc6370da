using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>Gives access tokens of one identity in one directory.</summary>
public interface IAccessTokenSource
{
    /// <summary>A token good for a few minutes at least.</summary>
    /// <param name="audience">Whom the token is for, such as <c>https://management.azure.com/</c>.</param>
    /// <param name="renew">True where the last one was refused, so that a kept one is not given again.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="SignInException">The token service refused.</exception>
    ValueTask<Secret> GetTokenAsync(string audience, bool renew, CancellationToken cancellationToken);
}
