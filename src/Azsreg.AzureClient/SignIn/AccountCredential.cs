using System.Security.Cryptography.X509Certificates;
using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>What an account gets its next token with.</summary>
public abstract record AccountCredential
{
    private AccountCredential()
    {
    }

    /// <summary>A person's.</summary>
    /// <param name="Token">The refresh token.</param>
    public sealed record Refresh(Secret Token) : AccountCredential;

    /// <summary>A service principal's password.</summary>
    /// <param name="Value">The client secret.</param>
    public sealed record ClientSecret(Secret Value) : AccountCredential;

    /// <summary>A service principal's certificate.</summary>
    /// <param name="Certificate">With its RSA private key.</param>
    public sealed record ClientCertificate(X509Certificate2 Certificate) : AccountCredential;
}
