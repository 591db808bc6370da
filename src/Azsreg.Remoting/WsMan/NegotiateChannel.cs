using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Text;
using Azsreg.Remoting.Client;

namespace Azsreg.Remoting.WsMan;

/// <summary>
/// NTLM in Negotiate headers. The tokens go as they are, without SPNEGO's wrapping, as Windows' own client sends them where Kerberos is out of
/// the question; every acceptor takes both (MS-SPNG §3.1.5.9, the universal receiver). Over plain HTTP messages are encrypted; over TLS they
/// are not, and the sign-in is bound to the server's certificate instead. The sign-in belongs to the TCP connection and its cipher runs on
/// from message to message, so requests go one after the other, and whenever one is lost the sign-in is made anew on a new connection.
/// </summary>
/// <param name="connection">Where to, and as whom.</param>
/// <param name="http">Keeps one connection.</param>
/// <param name="binding">The TLS connection's binding; null over plain HTTP.</param>
internal sealed class NegotiateChannel(RemotingConnection connection, HttpMessageInvoker http, TlsBinding? binding) : IWsManChannel
{
    public const string Scheme = "Negotiate";

    /// <summary>Length of an NTLM signature (MS-NLMP §2.2.2.9).</summary>
    private const int SignatureLength = 16;

    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private readonly NetworkCredential credential = Credential(connection.UserName, connection.Password());
    private NegotiateAuthentication? context;

    private bool IsTls => binding is not null;

    public async Task<SoapDocument> PostAsync(string envelope, CancellationToken cancellationToken)
    {
        await oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (context is not null && await TryPostAsync(envelope, cancellationToken) is { } answer) return answer;
            if (await SignInAsync(envelope, cancellationToken) is { } first) return first;
            return await TryPostAsync(envelope, cancellationToken)
                ?? throw new RemotingSignInException($"{connection.Uri} does not keep the sign-in of {connection.UserName}.");
        }
        catch
        {
            Forget();
            throw;
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose()
    {
        Forget();
        http.Dispose();
        oneAtATime.Dispose();
    }

    /// <summary>Null if the connection is another one than was signed in: the old one was closed in between.</summary>
    private async Task<SoapDocument?> TryPostAsync(string envelope, CancellationToken cancellationToken)
    {
        using var request = IsTls ? Request(null, Encoding.UTF8.GetBytes(envelope)) : Request(null, Encrypt(envelope), EncryptedBody.ContentType.TrimEnd());
        using var response = await http.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            Forget();
            return null;
        }
        if (IsTls) return await WsManHttpAnswer.ReadAsync(response, connection, cancellationToken);
        WsManHttpAnswer.Check(response, connection, EncryptedBody.MediaType);
        await response.Content.LoadIntoBufferAsync(WsManHttpAnswer.MaxSize, cancellationToken);
        return SoapDocument.Parse(new MemoryStream(Decrypt(await response.Content.ReadAsByteArrayAsync(cancellationToken))));
    }

    /// <summary>
    /// Signs the connection in. Over TLS the envelope goes with the last token and what comes back is its answer; over HTTP the answer is
    /// null: the envelope is sent when there are keys to encrypt it with.
    /// </summary>
    private async Task<SoapDocument?> SignInAsync(string envelope, CancellationToken cancellationToken)
    {
        Forget();
        if (binding is { IsKnown: false })
        {
            // The binding is that of a connection, so one is made first.
            var offer = await AuthenticationOffer.AskAsync(connection, http, cancellationToken);
            if (!offer.Has(Scheme)) throw offer.Lacks(Scheme);
        }
        var signIn = context = new NegotiateAuthentication(new NegotiateAuthenticationClientOptions
        {
            // Kerberos needs a domain controller in reach, which a stamp does not offer.
            Package = "NTLM",
            Credential = credential,
            TargetName = "HTTP/" + connection.Uri.Host,
            Binding = binding?.Current,
            RequiredProtectionLevel = IsTls ? ProtectionLevel.None : ProtectionLevel.EncryptAndSign,
        });
        var token = signIn.GetOutgoingBlob(ReadOnlySpan<byte>.Empty, out var status);
        if (status != NegotiateAuthenticationStatusCode.ContinueNeeded || token is null)
            throw new RemotingException($"NTLM cannot be used on this system or with an empty name or password ({status}).");
        using var first = await SendTokenAsync(token, [], cancellationToken);
        var challenge = first.Headers.WwwAuthenticate.FirstOrDefault(header => header.Scheme.Equals(Scheme, StringComparison.OrdinalIgnoreCase));
        if (first.StatusCode != HttpStatusCode.Unauthorized)
            throw new RemotingProtocolException($"{connection.Uri} is not a WS-Management service: it answered {(int)first.StatusCode}.");
        if (challenge?.Parameter is not { Length: > 0 } parameter) throw AuthenticationOffer.Of(connection, first).Lacks(Scheme);
        token = Answer(signIn, parameter);
        using var second = await SendTokenAsync(token, IsTls ? Encoding.UTF8.GetBytes(envelope) : [], cancellationToken);
        if (second.StatusCode == HttpStatusCode.Unauthorized) throw WsManHttpAnswer.Refused(connection);
        if (IsTls) return await WsManHttpAnswer.ReadAsync(second, connection, cancellationToken);
        return second.StatusCode == HttpStatusCode.OK
            ? null
            : throw new RemotingProtocolException($"{connection.Uri} answered the sign-in with {(int)second.StatusCode}.");
    }

    private async Task<HttpResponseMessage> SendTokenAsync(byte[] token, byte[] body, CancellationToken cancellationToken)
    {
        using var request = Request(new AuthenticationHeaderValue(Scheme, Convert.ToBase64String(token)), body);
        var response = await http.SendAsync(request, cancellationToken);
        // Read to its end, so that the connection goes back to the handler and the next request takes the same.
        await response.Content.LoadIntoBufferAsync(WsManHttpAnswer.MaxSize, cancellationToken);
        return response;
    }

    private HttpRequestMessage Request(AuthenticationHeaderValue? authorization, byte[] body, string contentType = WsManNames.ContentType + ";charset=UTF-8")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, connection.Uri) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        request.Headers.Authorization = authorization;
        request.Headers.ExpectContinue = false;
        return request;
    }

    private byte[] Encrypt(string envelope)
    {
        var plain = Encoding.UTF8.GetBytes(envelope);
        var wrapped = new ArrayBufferWriter<byte>(plain.Length + SignatureLength);
        var status = context!.Wrap(plain, wrapped, requestEncryption: true, out var isEncrypted);
        if (status != NegotiateAuthenticationStatusCode.Completed || !isEncrypted)
            throw new RemotingException($"A message could not be encrypted ({status}).");
        return EncryptedBody.Write(plain.Length, wrapped.WrittenSpan, SignatureLength);
    }

    private byte[] Decrypt(byte[] body)
    {
        var (plainLength, _, range) = EncryptedBody.Read(body);
        var plain = new ArrayBufferWriter<byte>(plainLength is > 0 and < WsManHttpAnswer.MaxSize ? plainLength : 256);
        var status = context!.Unwrap(body.AsSpan(range), plain, out var wasEncrypted);
        if (status != NegotiateAuthenticationStatusCode.Completed || !wasEncrypted || plain.WrittenCount != plainLength)
            throw new RemotingProtocolException($"An answer of {connection.Uri} could not be decrypted ({status}).");
        return plain.WrittenSpan.ToArray();
    }

    private void Forget()
    {
        context?.Dispose();
        context = null;
    }

    /// <summary>The token that answers a challenge, which is bytes of a stranger.</summary>
    private byte[] Answer(NegotiateAuthentication signIn, string challenge)
    {
        try
        {
            var token = signIn.GetOutgoingBlob(Convert.FromBase64String(challenge), out var status);
            return token is not null && status is (NegotiateAuthenticationStatusCode.Completed or NegotiateAuthenticationStatusCode.ContinueNeeded)
                ? token
                : throw new RemotingProtocolException($"{connection.Uri} sent a challenge that cannot be answered ({status}).");
        }
        // The framework's own NTLM does not check the lengths in a challenge before it reads by them.
        catch (Exception e) when (e is FormatException or ArgumentException or IndexOutOfRangeException or System.ComponentModel.Win32Exception)
        {
            throw new RemotingProtocolException($"{connection.Uri} sent a challenge that cannot be answered.", e);
        }
    }

    private static NetworkCredential Credential(string userName, string password)
    {
        var slash = userName.IndexOf('\\', StringComparison.Ordinal);
        return slash < 0 ? new NetworkCredential(userName, password) : new NetworkCredential(userName[(slash + 1)..], password, userName[..slash]);
    }
}
