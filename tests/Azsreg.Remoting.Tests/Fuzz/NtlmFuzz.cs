using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Text;
using Azsreg.Remoting.Client;
using Azsreg.Remoting.Tests.Ntlm.Acceptor;
using Azsreg.Remoting.WsMan;

namespace Azsreg.Remoting.Tests.Fuzz;

/// <summary>A client that signs in by NTLM with a service that sends a damaged challenge, or a damaged answer after a sound one.</summary>
internal static class NtlmFuzz
{
    private const string Password = "a sample password";

    private static readonly RemotingConnection Connection = new()
    {
        Uri = new Uri("http://azs-ercs01:5985/wsman"),
        ConfigurationName = "PrivilegedEndpoint",
        UserName = @"AZURESTACK\CloudAdmin",
        Password = () => Password,
        Authentication = RemotingAuthentication.Negotiate,
    };

    /// <summary>The first byte says whether it is a challenge (0) or an encrypted body (1).</summary>
    public static IReadOnlyList<byte[]> Messages()
    {
        using var client = new NegotiateAuthentication(new NegotiateAuthenticationClientOptions
        {
            Package = "NTLM", Credential = new NetworkCredential("CloudAdmin", Password, "AZURESTACK"), TargetName = "HTTP/azs-ercs01",
        });
        // The same samples in every process, so that seed and number make the same input again.
        var challenge = new NtlmAcceptor(Password, fixedChallenge: new byte[8]).Challenge(client.GetOutgoingBlob(ReadOnlySpan<byte>.Empty, out _)!);
        return [[0, .. challenge], [0, .. challenge], [1, .. EncryptedBody.Write(40, new byte[56], 16)]];
    }

    public static void Feed(byte[] input)
    {
        if (input.Length == 0) return;
        using var channel = new NegotiateChannel(Connection, new HttpMessageInvoker(new Service(input)), binding: null);
        try
        {
            channel.PostAsync("<s:Envelope/>", CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is RemotingSignInException or RemotingException)
        {
            throw new RemotingProtocolException(e.Message, e);
        }
        throw new InvalidOperationException("A client took an answer that nobody sealed.");
    }

    /// <summary>Answers at once, with what it was given.</summary>
    private sealed class Service(byte[] input) : HttpMessageHandler
    {
        private NtlmAcceptor? acceptor;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent([]) };
            if (request.Headers.Authorization?.Parameter is not { } token)
            {
                response.Content = new ByteArrayContent(input[0] == 1 ? input[1..] : EncryptedBody.Write(3, new byte[19], 16));
                response.Content.Headers.TryAddWithoutValidation("Content-Type", EncryptedBody.ContentType.TrimEnd());
            }
            else if (acceptor is null)
            {
                acceptor = new NtlmAcceptor(Password);
                var sound = acceptor.Challenge(Convert.FromBase64String(token));
                response.StatusCode = HttpStatusCode.Unauthorized;
                response.Headers.WwwAuthenticate.Add(new AuthenticationHeaderValue("Negotiate", Convert.ToBase64String(input[0] == 0 ? input[1..] : sound)));
            }
            return Task.FromResult(response);
        }
    }
}
