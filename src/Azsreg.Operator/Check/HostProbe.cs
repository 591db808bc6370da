using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Azsreg.Operator.SignIn;
using Azsreg.Protocol;

namespace Azsreg.Operator.Check;

/// <summary>
/// Goes the way to a host with the same trust and proxy as every other request, and notes each leg: name, connection, TLS, answer. Any HTTP
/// status is an answer; nothing is signed in.
/// </summary>
internal sealed class HostProbe(TimeProvider clock)
{
    /// <summary>A person waits; a host that needs longer is of no use to a registration either.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<HostFinding> TryAsync(HostTarget target, CancellationToken cancellationToken)
    {
        var way = new Way(clock);
        using var handler = OutgoingHttp.NewHandler(target.Authorities, target.Fingerprint);
        way.Watch(handler);
        var proxy = handler.Proxy?.GetProxy(target.Address);
        using var client = new HttpMessageInvoker(handler, disposeHandler: false);
        using var request = new HttpRequestMessage(HttpMethod.Head, target.Address);
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        TimeSpan? drift = null;
        CataloguedException? failure = null;
        var sent = clock.GetTimestamp();
        try
        {
            using var answer = await client.SendAsync(request, either.Token);
            // Half the answer's way lies between the host's writing of Date, which has whole seconds, and our reading of it.
            if (answer.Headers.Date is { } date)
                drift = date + TimeSpan.FromMilliseconds(500) - (clock.GetUtcNow() - ((clock.GetElapsedTime(sent) - way.ConnectTime) / 2));
        }
        catch (HttpRequestException e)
        {
            failure = way.Explain(target, proxy, e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            failure = new(ErrorCatalogue.NoAnswerInTime, $"{target.Place} did not answer within {Patience.TotalSeconds:0} seconds.", inner: e);
        }

        return new HostFinding(target)
        {
            Proxy = proxy,
            Addresses = way.Addresses,
            Connected = way.Connected,
            ConnectTime = way.ConnectTime,
            Tls = way.Tls,
            Chain = way.Chain,
            Drift = drift,
            Failure = failure,
        };
    }

    private sealed class Way(TimeProvider clock)
    {
        private SocketError? _refusal;
        private string? _distrust;

        public IReadOnlyList<IPAddress> Addresses { get; private set; } = [];

        public IPEndPoint? Connected { get; private set; }

        public TimeSpan ConnectTime { get; private set; }

        public string? Tls { get; private set; }

        public List<string> Chain { get; private set; } = [];

        public void Watch(SocketsHttpHandler handler)
        {
            handler.ConnectCallback = ConnectAsync;
            handler.PlaintextStreamFilter = (context, _) =>
            {
                if (context.PlaintextStream is SslStream tls)
                    Tls = tls.SslProtocol switch { SslProtocols.Tls12 => "TLS 1.2", SslProtocols.Tls13 => "TLS 1.3", var other => other.ToString() };
                return ValueTask.FromResult(context.PlaintextStream);
            };
            var decide = handler.SslOptions.RemoteCertificateValidationCallback!;
            handler.SslOptions.RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
            {
                Chain = Names(certificate, chain);
                var trusted = decide(sender, certificate, chain, errors);
                if (!trusted) _distrust = Words(errors, chain);
                return trusted;
            };
        }

        public CataloguedException Explain(HostTarget target, Uri? proxy, HttpRequestException failure)
        {
            var place = proxy is null || Connected is not null ? target.Place : $"proxy {proxy.Host}:{proxy.Port}";
            return this switch
            {
                { _distrust: { } distrust } => new(
                    ErrorCatalogue.ServerNotTrusted, $"{target.Place} showed {string.Join(" ← ", Chain)}: {distrust}.", inner: failure),
                { Addresses.Count: 0 } => new(ErrorCatalogue.HostNameUnknown, $"No address was found for '{place}'.", inner: failure),
                { _refusal: SocketError.ConnectionRefused } => new(ErrorCatalogue.ConnectionRefused, $"Nobody listens at {place} ({string.Join(", ", Addresses)}).", inner: failure),
                { _refusal: { } refusal } => new(ErrorCatalogue.NoAnswerInTime, $"{place} ({string.Join(", ", Addresses)}): {refusal}.", inner: failure),
                _ when proxy is not null && Chain.Count == 0 => new(
                    ErrorCatalogue.ProxyRefused, $"Proxy {proxy.Host}:{proxy.Port} does not let {target.Place} pass: {failure.Message}", inner: failure),
                _ => new(ErrorCatalogue.AzureUnreachable, $"The connection to {target.Place} broke: {Innermost(failure).Message}", inner: failure),
            };
        }

        /// <summary>Looks the name up and connects, as the handler itself would, but tells both apart.</summary>
        private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
        {
            var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
            Addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken);
            SocketException? last = null;
            foreach (var address in Addresses)
            {
                var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    var began = clock.GetTimestamp();
                    await socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken);
                    (Connected, ConnectTime) = (new IPEndPoint(address, port), clock.GetElapsedTime(began));
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch (SocketException refused)
                {
                    socket.Dispose();
                    (last, _refusal) = (refused, refused.SocketErrorCode);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            }

            throw last ?? new SocketException((int)SocketError.HostNotFound);
        }

        private static List<string> Names(X509Certificate? certificate, X509Chain? chain)
        {
            List<X509Certificate2> links = chain is { ChainElements.Count: > 0 } ? [.. chain.ChainElements.Select(element => element.Certificate)]
                : certificate is X509Certificate2 only ? [only]
                : [];
            var names = links.Select(link => link.GetNameInfo(X509NameType.SimpleName, forIssuer: false)).ToList();
            // A server need not send its root; then the last one says who made it.
            if (links.Count > 0 && links[^1].Subject != links[^1].Issuer)
                names.Add(links[^1].GetNameInfo(X509NameType.SimpleName, forIssuer: true));
            return names;
        }

        private static string Words(SslPolicyErrors errors, X509Chain? chain) => errors switch
        {
            _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) => "it showed no certificate",
            _ when errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) => "the certificate is for another name",
            _ when chain?.ChainStatus is [var first, ..] => first.Status.ToString(),
            _ => "it is not the certificate that is trusted here",
        };

        private static Exception Innermost(Exception failure)
        {
            while (failure.InnerException is { } inner) failure = inner;
            return failure;
        }
    }
}
