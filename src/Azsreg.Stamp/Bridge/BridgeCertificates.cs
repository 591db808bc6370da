using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azsreg.AzureClient;
using Azsreg.Protocol;
using Azsreg.Stamp.PrivilegedEndpoint;

namespace Azsreg.Stamp.Bridge;

/// <summary>
/// The certificates the bridge signs in with. One is replaced so that at every moment the stamp holds a key the directory knows: the new one is
/// kept, then added beside the former, then proven by signing in with it, then taken into use, and only then the former is let go. What a cut-off
/// run left is found in the store and finished by the next.
/// </summary>
internal sealed class BridgeCertificates(BridgeIdentityStore store, SpareKey spare, TimeProvider clock)
{
    private const int DaysValid = 365;

    /// <summary>Entra takes up to some minutes until every one of its servers knows a new certificate.</summary>
    private static readonly TimeSpan LongestProof = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan BetweenProofs = TimeSpan.FromSeconds(2);

    /// <summary>Makes a certificate for a year.</summary>
    public async Task<X509Certificate2> MakeAsync(string displayName)
    {
        var now = clock.GetUtcNow();
        using var key = await spare.TakeAsync();
        var request = new CertificateRequest($"CN={displayName}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        return request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(DaysValid));
    }

    /// <summary>Replaces the certificate of an identity that is complete.</summary>
    /// <param name="graph">Graph with the rights of an owner of the application.</param>
    /// <param name="connection">The way to that Azure.</param>
    /// <param name="environment">That Azure, which the identity is used with from now on.</param>
    /// <param name="identity">The identity as it is kept; the caller disposes it.</param>
    /// <param name="renewalId">Tells a repeated request; null for one that is never repeated.</param>
    /// <param name="progress">Told the steps.</param>
    /// <param name="cancellationToken">Ends it; the next run goes on.</param>
    /// <returns>The thumbprint of the certificate now in use, and its end.</returns>
    /// <exception cref="CommandFailure">The directory does not let the new certificate in; the former one stays in use.</exception>
    public async Task<(string Thumbprint, DateTimeOffset NotAfter)> ReplaceAsync(
        GraphClient graph, AzureConnection connection, BridgeEnvironment environment, BridgeIdentity identity, string? renewalId, ActionProgress progress,
        CancellationToken cancellationToken)
    {
        var application = identity.ApplicationObjectId!;
        identity = identity with { Environment = environment.Azure.Name };
        using var made = identity is { Next: null, FormerThumbprint: null } && !IsRepeated(identity, renewalId) ? await MakeAsync(identity.DisplayName) : null;
        if (identity is { Next: null, FormerThumbprint: null })
        {
            if (made is null)
                return (identity.Certificate.Thumbprint, identity.NotAfter);
            identity = identity with { Next = made, RenewalId = renewalId };
            await store.PutAsync(identity, cancellationToken);
        }

        if (identity.Next is { } next)
        {
            progress("Adding the new certificate to the application");
            await graph.AddCertificateAsync(application, next, cancellationToken);
            progress("Signing in with the new certificate");
            var signIn = new SignInClient(connection, environment.Azure, identity.ApplicationId!);
            await ProveAsync(signIn, environment.Azure.Audience, identity.TenantId, next, cancellationToken);
            identity = identity with { Certificate = next, NotAfter = next.NotAfter, Next = null, FormerThumbprint = identity.Certificate.Thumbprint };
            await store.PutAsync(identity, cancellationToken);
        }

        progress("Removing the former certificate");
        await graph.RemoveCertificateAsync(application, identity.FormerThumbprint!, cancellationToken);
        await store.PutAsync(identity with { FormerThumbprint = null }, cancellationToken);
        return (identity.Certificate.Thumbprint, identity.NotAfter);
    }

    private static bool IsRepeated(BridgeIdentity identity, string? renewalId) => renewalId is not null && identity.RenewalId == renewalId;

    private async Task ProveAsync(SignInClient signIn, string audience, string tenant, X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await signIn.WithCertificateAsync(tenant, audience, certificate, cancellationToken);
                return;
            }
            catch (SignInException refused)
            {
                if (clock.GetElapsedTime(started) > LongestProof)
                {
                    throw new CommandFailure(
                        "BridgeCertificateNotProven", ErrorCatalogue.BridgeCertificateNotRenewed,
                        $"the directory knows the new certificate, but does not let the bridge sign in with it: {refused.Entry.Code} {refused.Detail}", refused);
                }
            }

            await Task.Delay(BetweenProofs, clock, cancellationToken);
        }
    }
}
