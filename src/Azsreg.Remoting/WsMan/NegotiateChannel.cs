using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Text;
using Azsreg.Remoting.Client;

namespace Azsreg.Remoting.WsMan;

/// <summary>
/// NTLM in Negotiate headers over plain HTTP, messages encrypted. The sign-in belongs to the TCP connection and its cipher runs on from
/// message to message, so requests go one after the other, and whenever one is lost the sign-in is made anew on a new connection.
/// </summary>
internal sealed class NegotiateChannel(RemotingConnection connection, HttpMessageInvoker http) : IWsManChannel
{
    private const string Scheme = "Negotiate";

    /// <summary>Length of an NTLM signature (MS-NLMP §2.2.2.9).</summary>
    private const int SignatureLength = 16;

    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    private readonly NetworkCredential credential = Credential(connection.UserName, connection.Password());
    private NegotiateAuthentication? context;

    public async Task<SoapDocument> PostAsync(string envelope, CancellationToken cancellationToken)
    {
        await oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (context is not null && await TryPostAsync(envelope, cancellationToken) is { } answer) return answer;
            await SignInAsync(cancellationToken);
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
        using var request = Request(null, Encrypt(envelope));
        using var response = await http.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            Forget();
            return null;
        }
        WsManHttpAnswer.Check(response, connection, EncryptedBody.MediaType);
        await response.Content.LoadIntoBufferAsync(WsManHttpAnswer.MaxSize, cancellationToken);
        return SoapDocument.Parse(new MemoryStream(Decrypt(await response.Content.ReadAsByteArrayAsync(cancellationToken))));
    }

    private async Task SignInAsync(CancellationToken cancellationToken)
    {
        Forget();
        var signIn = context = new NegotiateAuthentication(new NegotiateAuthenticationClientOptions
        {
            // Kerberos needs a domain controller in reach, which a stamp does not offer; the service takes plain NTLM under this scheme.
            Package = "NTLM",
            Credential = credential,
            TargetName = "HTTP/" + connection.Uri.Host,
            RequiredProtectionLevel = ProtectionLevel.EncryptAndSign,
        });
        var token = signIn.GetOutgoingBlob(ReadOnlySpan<byte>.Empty, out var status);
        if (status != NegotiateAuthenticationStatusCode.ContinueNeeded || token is null)
            throw new RemotingException($"NTLM cannot be used on this system ({status}).");
        using var first = await SendTokenAsync(token, cancellationToken);
        var challenge = first.Headers.WwwAuthenticate.FirstOrDefault(header => header.Scheme.Equals(Scheme, StringComparison.OrdinalIgnoreCase));
        if (first.StatusCode != HttpStatusCode.Unauthorized || challenge is null)
            throw new RemotingProtocolException($"{connection.Uri} does not offer Negotiate: it answered {(int)first.StatusCode}.");
        token = signIn.GetOutgoingBlob(Challenge(challenge.Parameter), out status);
        if (token is null || status is not (NegotiateAuthenticationStatusCode.Completed or NegotiateAuthenticationStatusCode.ContinueNeeded))
            throw new RemotingProtocolException($"{connection.Uri} sent a challenge that cannot be answered ({status}).");
        using var second = await SendTokenAsync(token, cancellationToken);
        if (second.StatusCode == HttpStatusCode.Unauthorized)
            throw new RemotingSignInException($"{connection.Uri} refused the user name and password of {connection.UserName}.");
        if (second.StatusCode != HttpStatusCode.OK)
            throw new RemotingProtocolException($"{connection.Uri} answered the sign-in with {(int)second.StatusCode}.");
    }

    private async Task<HttpResponseMessage> SendTokenAsync(byte[] token, CancellationToken cancellationToken)
    {
        using var request = Request(new AuthenticationHeaderValue(Scheme, Convert.ToBase64String(token)), []);
        var response = await http.SendAsync(request, cancellationToken);
        // Read to its end, so that the connection goes back to the handler and the next request takes the same.
        await response.Content.LoadIntoBufferAsync(WsManHttpAnswer.MaxSize, cancellationToken);
        return response;
    }

    private HttpRequestMessage Request(AuthenticationHeaderValue? authorization, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, connection.Uri) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation(
            "Content-Type", body.Length > 0 ? EncryptedBody.ContentType.TrimEnd() : WsManNames.ContentType + ";charset=UTF-8");
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

    private static byte[] Challenge(string? base64)
    {
        try
        {
            return Convert.FromBase64String(base64 ?? "");
        }
        catch (FormatException e)
        {
            throw new RemotingProtocolException("A Negotiate challenge is not base64.", e);
        }
    }

    private static NetworkCredential Credential(string userName, string password)
    {
        var slash = userName.IndexOf('\\', StringComparison.Ordinal);
        return slash < 0 ? new NetworkCredential(userName, password) : new NetworkCredential(userName[(slash + 1)..], password, userName[..slash]);
    }
}
