using Azsreg.Protocol;

namespace Azsreg.AzureClient.Tests.Testing;

/// <summary>Gives one token, and another after it was refused.</summary>
internal sealed class FixedTokens : IAccessTokenSource
{
    public ValueTask<Secret> GetTokenAsync(string audience, bool renew, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new Secret(renew ? "second" : "first"));
}
