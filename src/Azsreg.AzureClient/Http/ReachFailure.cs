using System.Net.Sockets;
using System.Security.Authentication;
using Azsreg.Protocol;

namespace Azsreg.AzureClient.Http;

/// <summary>Why a server could not be talked to, told from the exceptions of the transport.</summary>
internal enum ReachFailure
{
    /// <summary>The host name has no address.</summary>
    NameUnknown,

    /// <summary>Nobody listens at the port.</summary>
    Refused,

    /// <summary>The server's certificate is not trusted, or no common TLS was found.</summary>
    NotTrusted,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>The proxy refused to pass the request on.</summary>
    Proxy,

    /// <summary>The connection broke while it was in use.</summary>
    Broken,

    /// <summary>The answer is larger than allowed.</summary>
    TooLarge,
}

internal static class ReachFailures
{
    public static ReachFailure Classify(HttpRequestException exception)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case AuthenticationException:
                    return ReachFailure.NotTrusted;
                case SocketException socket:
                    return socket.SocketErrorCode switch
                    {
                        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => ReachFailure.NameUnknown,
                        SocketError.ConnectionRefused => ReachFailure.Refused,
                        SocketError.TimedOut or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown =>
                            ReachFailure.TimedOut,
                        _ => ReachFailure.Broken,
                    };
            }
        }

        return exception.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => ReachFailure.NameUnknown,
            HttpRequestError.SecureConnectionError => ReachFailure.NotTrusted,
            HttpRequestError.ProxyTunnelError => ReachFailure.Proxy,
            HttpRequestError.ConfigurationLimitExceeded => ReachFailure.TooLarge,
            _ => ReachFailure.Broken,
        };
    }

    /// <summary>True where the request cannot have reached anybody, so that even what must not be done twice may be sent again.</summary>
    public static bool NeverArrived(this ReachFailure failure) => failure is ReachFailure.Refused or ReachFailure.NameUnknown;

    /// <summary>True where another try may go better. An unknown name or a certificate nobody trusts stays so.</summary>
    public static bool MayPass(this ReachFailure failure) => failure is ReachFailure.Refused or ReachFailure.TimedOut or ReachFailure.Broken;

    public static CataloguedException ToCatalogued(this ReachFailure failure, Uri address, Exception? cause)
    {
        // Only scheme, host and port: a query may hold what must not be shown.
        var origin = address.GetLeftPart(UriPartial.Authority);
        return failure switch
        {
            ReachFailure.NameUnknown => new(ErrorCatalogue.HostNameUnknown, $"No address was found for '{address.Host}' ({origin}).", inner: cause),
            ReachFailure.Refused => new(ErrorCatalogue.ConnectionRefused, $"Nobody listens at {origin}.", inner: cause),
            ReachFailure.NotTrusted => new(ErrorCatalogue.ServerNotTrusted, $"{origin}: {InnermostMessage(cause)}", inner: cause),
            ReachFailure.TimedOut => new(ErrorCatalogue.NoAnswerInTime, $"{origin} did not answer in time.", inner: cause),
            ReachFailure.Proxy => new(ErrorCatalogue.ProxyRefused, $"The way to {origin}: {InnermostMessage(cause)}", inner: cause),
            ReachFailure.TooLarge => new(ErrorCatalogue.AnswerNotUnderstood, $"{origin} sent a larger answer than is allowed.", inner: cause),
            _ => new(ErrorCatalogue.AzureUnreachable, $"The connection to {origin} broke: {InnermostMessage(cause)}", inner: cause),
        };
    }

    private static string InnermostMessage(Exception? cause)
    {
        while (cause?.InnerException is { } inner)
            cause = inner;
        return cause?.Message ?? "no further detail";
    }
}
