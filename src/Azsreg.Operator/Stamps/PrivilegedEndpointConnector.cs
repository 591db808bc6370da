using Azsreg.Operator.Accounts;
using Azsreg.Protocol;
using Azsreg.Remoting;
using Azsreg.Remoting.Client;

namespace Azsreg.Operator.Stamps;

/// <summary>Opens sessions with privileged endpoints, trying several names in turn.</summary>
public sealed class PrivilegedEndpointConnector
{
    private readonly StampBook _stamps;
    private readonly AccountBook _accounts;
    private readonly TimeProvider _clock;

    internal PrivilegedEndpointConnector(StampBook stamps, AccountBook accounts, TimeProvider clock)
    {
        _stamps = stamps;
        _accounts = accounts;
        _clock = clock;
    }

    /// <summary>What the names mean, in their order; the stamp in use where none is given.</summary>
    /// <exception cref="CataloguedException">A name means nothing, or none is given and none is in use.</exception>
    public IReadOnlyList<PrivilegedEndpointAddress> Resolve(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count > 0)
            return [.. names.Select(name => PrivilegedEndpointAddress.Resolve(name, _stamps))];
        return [PrivilegedEndpointAddress.Of(_stamps.Get(null))];
    }

    /// <summary>Opens a session with the first address that answers. Who is refused at one is not tried at the next: that would count as
    /// further failures against the account.</summary>
    /// <param name="addresses">In the order to try; not empty.</param>
    /// <param name="credential">The stamp's cloud administrator.</param>
    /// <param name="cancellationToken">Ends the tries.</param>
    /// <exception cref="CataloguedException">
    /// An account of Azure was given (AZR1041); none answers (AZR4001), is trusted (AZR4011) or is let through to by the proxy (AZR4014); the
    /// credential (AZR4002) or client certificate (AZR4013) is refused; the sign-in wanted is not offered (AZR4012); or what answers is no such
    /// endpoint (AZR4010).
    /// </exception>
    public async Task<PrivilegedEndpointSession> OpenAsync(
        IReadOnlyList<PrivilegedEndpointAddress> addresses, CloudAdminCredential credential, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        ArgumentNullException.ThrowIfNull(credential);
        ArgumentOutOfRangeException.ThrowIfZero(addresses.Count, nameof(addresses));
        CloudAdminName.Demand(credential.UserName, _accounts);
        var failures = new List<CataloguedException>();
        foreach (var address in addresses)
        {
            try
            {
                return await OpenAsync(address, credential, cancellationToken);
            }
            catch (CataloguedException e) when (e.Entry.Kind == FailureKind.Unreachable)
            {
                failures.Add(e);
            }
        }

        throw failures is [var only]
            ? only
            : new CataloguedException(ErrorCatalogue.PrivilegedEndpointUnreachable, string.Join(" ", failures.Select(e => e.Detail)), inner: failures[0]);
    }

    private async Task<PrivilegedEndpointSession> OpenAsync(PrivilegedEndpointAddress address, CloudAdminCredential credential, CancellationToken cancellationToken)
    {
        if (address.IsSsh)
            return await SshSessions.OpenAsync(address, credential, _stamps.KnownHosts(address.Stamp), _clock, cancellationToken);
        var connection = new RemotingConnection
        {
            Uri = address.Url,
            ConfigurationName = WellKnown.PrivilegedEndpointConfiguration,
            UserName = credential.UserName.Length > 0 ? credential.UserName : "the client certificate",
            Password = credential.Password.Reveal,
            Authentication = AuthenticationFor(address),
            Clock = _clock,
        };
        var own = PrivilegedEndpointHttp.For(address);
        var http = own;
        try
        {
            var session = new PrivilegedEndpointSession(address, await RemotingClient.OpenAsync(connection, own.Handler, cancellationToken), own);
            own = null;
            return session;
        }
        catch (RemotingSignInException e) when (connection.Authentication == RemotingAuthentication.Certificate)
        {
            throw new CataloguedException(ErrorCatalogue.ClientCertificateRefused, $"{address.Url}: '{address.Stamp!.ClientCertificate}'.", inner: e);
        }
        catch (RemotingSignInException e)
        {
            throw new CataloguedException(ErrorCatalogue.CloudAdminRefused, Refused(address, credential), inner: e);
        }
        catch (RemotingAccessDeniedException e)
        {
            throw new CataloguedException(
                ErrorCatalogue.CloudAdminRefused, $"{address.Url}: '{connection.UserName}' may not use {WellKnown.PrivilegedEndpointConfiguration}.", inner: e);
        }
        catch (RemotingNotOfferedException e)
        {
            throw new CataloguedException(ErrorCatalogue.AuthenticationNotOffered, Told(address, e), inner: e);
        }
        catch (RemotingUnreachableException e) when (http.Distrusted is { } fingerprint)
        {
            var wanted = address.Stamp?.Fingerprint is { } pinned ? $", and the one trusted is {pinned}" : "";
            throw new CataloguedException(ErrorCatalogue.PrivilegedEndpointNotTrusted, $"{address.Url}: its certificate has the SHA-256 {fingerprint}{wanted}.", inner: e);
        }
        catch (RemotingUnreachableException e) when (e.InnerException is HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError })
        {
            throw new CataloguedException(ErrorCatalogue.PrivilegedEndpointProxyRefused, Told(address, e), inner: e);
        }
        catch (RemotingUnreachableException e)
        {
            throw new CataloguedException(ErrorCatalogue.PrivilegedEndpointUnreachable, Told(address, e), inner: e);
        }
        catch (RemotingException e)
        {
            throw new CataloguedException(ErrorCatalogue.RemotingProtocolBroken, Told(address, e), inner: e);
        }
        finally
        {
            // Still ours only where no session took it.
            own?.Dispose();
        }
    }

    /// <summary>Over plain HTTP the password never travels, whatever the other side offers: Negotiate proves it and encrypts every message.</summary>
    private static RemotingAuthentication AuthenticationFor(PrivilegedEndpointAddress address) => address.Stamp?.Authentication switch
    {
        _ when address.Url.Scheme == Uri.UriSchemeHttp => RemotingAuthentication.Negotiate,
        PrivilegedEndpointAuthentication.Basic => RemotingAuthentication.Basic,
        PrivilegedEndpointAuthentication.Negotiate => RemotingAuthentication.Negotiate,
        PrivilegedEndpointAuthentication.Certificate => RemotingAuthentication.Certificate,
        _ => RemotingAuthentication.Offered,
    };

    /// <summary>The failure in words, with the address once and with the cause that the outer message of HTTP hides.</summary>
    private static string Told(PrivilegedEndpointAddress address, RemotingException failure)
    {
        Exception cause = failure;
        while (cause.InnerException is { } inner)
            cause = inner;
        var told = failure.Message.Contains(address.Url.AbsoluteUri, StringComparison.OrdinalIgnoreCase) ? failure.Message : $"{address.Url}: {failure.Message}";
        return ReferenceEquals(cause, failure) || told.Contains(cause.Message, StringComparison.Ordinal) ? told : $"{told} ({cause.Message})";
    }

    private static string Refused(PrivilegedEndpointAddress address, CloudAdminCredential credential) =>
        // user@domain is the form of Azure's accounts; the privileged endpoint's is DOMAIN\user.
        credential.UserName.Contains('@', StringComparison.Ordinal)
            ? $"{address.Url}: '{credential.UserName}' looks like an account of Azure; the stamp's own cloud administrator is wanted."
            : $"{address.Url}: '{credential.UserName}' or its password was not accepted.";
}
