using System.Security.Cryptography;
using Azsreg.Remoting.Client;
using Azsreg.Remoting.Tests.Ntlm.Acceptor;
using Azsreg.Remoting.Tests.Support;

namespace Azsreg.Remoting.Tests.Ntlm;

public sealed class NegotiateOverTlsTests
{
    /// <summary>The hash of the binding is that of the certificate's own signature (RFC 5929 §4.1).</summary>
    [Theory]
    [InlineData("RSA", "SHA256")]
    [InlineData("RSA", "SHA384")]
    [InlineData("RSA", "SHA512")]
    [InlineData("RSA-PSS", "SHA256")]
    [InlineData("RSA-PSS", "SHA384")]
    [InlineData("ECDSA", "SHA256")]
    [InlineData("ECDSA", "SHA384")]
    [InlineData("ECDSA", "SHA512")]
    public async Task OpenAsync_NegotiateOverTls_IsBoundToTheServersCertificate(string key, string hash)
    {
        using var certificate = TestCertificates.SelfSigned(key, new HashAlgorithmName(hash));
        await using var host = await NegotiateHost.StartAsync(certificate, TlsServerEndPoint.Hash(certificate, new HashAlgorithmName(hash)));
        await using var session = await host.OpenAsync();

        (await session.InvokeAsync(new RemoteCommand("Add-Count"))).Output.ShouldBe([1]);
        host.SignIns.ShouldBe(1);
    }

    [Fact]
    public async Task OpenAsync_SomebodyInBetweenWithACertificateOfTheirOwn_IsRefused()
    {
        using var ours = TestCertificates.SelfSigned();
        using var theirs = TestCertificates.SelfSigned();
        await using var host = await NegotiateHost.StartAsync(theirs, TlsServerEndPoint.Hash(ours, HashAlgorithmName.SHA256));

        await Should.ThrowAsync<RemotingSignInException>(() => host.OpenAsync());
    }

    [Fact]
    public async Task InvokeAsync_NegotiateOverTlsCancelled_SignsInAnewAndKeepsTheSession()
    {
        await using var host = await StartAsync();
        await using var session = await host.OpenAsync();
        using var cancel = new CancellationTokenSource();

        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = session.InvokeAsync(new RemoteCommand("Wait-Forever"), new RemoteStreams { Output = _ => waiting.SetResult() }, cancel.Token);
        await waiting.Task;
        // In the middle of a request, whose connection cannot be used again.
        await host.ReceiveIsWaitingAsync();

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => running);
        (await session.InvokeAsync(new RemoteCommand("Add-Count"))).Output.ShouldBe([1]);
        host.SignIns.ShouldBe(2);
    }

    [Fact]
    public async Task OpenAsync_NegotiateOverTlsWithWrongPassword_IsSignInRefused()
    {
        await using var host = await StartAsync();

        await Should.ThrowAsync<RemotingSignInException>(() => host.OpenAsync(connection => connection with { Password = () => "wrong" }));
    }

    [Theory]
    [InlineData("Negotiate")]
    [InlineData("Basic realm=\"WSMAN\"", "Negotiate")]
    [InlineData("Negotiate", "Kerberos", "Basic realm=\"WSMAN\"")]
    public async Task OpenAsync_OfferHasNegotiate_NeverSendsThePassword(params string[] offers)
    {
        await using var host = await StartAsync();
        host.Offers = offers;
        await using var session = await host.OpenAsync(connection => connection with { Authentication = RemotingAuthentication.Offered });

        (await session.InvokeAsync(new RemoteCommand("Add-Count"))).Output.ShouldBe([1]);
        host.Authorizations.ShouldAllBe(header => header == "" || header.StartsWith("Negotiate TlRMTVNTUA", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OpenAsync_NegotiateIsWantedAndNotOffered_SaysWhatIs()
    {
        await using var host = await StartAsync();
        host.Offers = ["Basic realm=\"WSMAN\""];

        var failure = await Should.ThrowAsync<RemotingNotOfferedException>(() => host.OpenAsync());

        failure.Message.ShouldEndWith("does not offer Negotiate; it offers Basic.");
        host.Authorizations.ShouldBe([""]);
    }

    [Fact]
    public async Task OpenAsync_PlainHttpOffersBasicOnly_IsRefusedBeforeThePasswordLeaves()
    {
        await using var host = await NegotiateHost.StartAsync();
        host.Offers = ["Basic realm=\"WSMAN\""];

        await Should.ThrowAsync<RemotingNotOfferedException>(() => host.OpenAsync(
            connection => connection with { Authentication = RemotingAuthentication.Offered }));

        host.Authorizations.ShouldBe([""]);
    }

    [Fact]
    public async Task OpenAsync_OfferOverPlainHttp_EncryptsEveryMessage()
    {
        await using var host = await NegotiateHost.StartAsync();
        await using var session = await host.OpenAsync(connection => connection with { Authentication = RemotingAuthentication.Offered });

        (await session.InvokeAsync(new RemoteCommand("Add-Count"))).Output.ShouldBe([1]);
    }

    [Fact]
    public async Task OpenAsync_OfferIsBasicOverTls_TakesIt()
    {
        await using var host = await PepHost.StartAsync();
        using var handler = host.OwnHandler();
        await using var session = await RemotingClient.OpenAsync(host.Connection with { Authentication = RemotingAuthentication.Offered }, handler);

        (await session.InvokeAsync(new RemoteCommand("Add-Count"))).Output.ShouldBe([1]);
    }

    [Theory]
    [InlineData(RemotingAuthentication.Negotiate)]
    [InlineData(RemotingAuthentication.Offered)]
    public async Task OpenAsync_HandlerMayOpenASecondConnection_IsAMistakeOfTheCaller(RemotingAuthentication authentication)
    {
        await using var host = await PepHost.StartAsync();

        await Should.ThrowAsync<ArgumentException>(() => host.OpenAsync(connection => connection with { Authentication = authentication }));
    }

    [Fact]
    public async Task OpenAsync_HandlerWasUsedBefore_IsAMistakeOfTheCaller()
    {
        await using var host = await PepHost.StartAsync();
        using var handler = host.OwnHandler();
        await using (await RemotingClient.OpenAsync(host.Connection, handler))
        {
        }

        await Should.ThrowAsync<ArgumentException>(() => RemotingClient.OpenAsync(host.Connection with { Authentication = RemotingAuthentication.Offered }, handler));
    }

    private static Task<NegotiateHost> StartAsync()
    {
        var certificate = TestCertificates.SelfSigned();
        return NegotiateHost.StartAsync(certificate, TlsServerEndPoint.Hash(certificate, HashAlgorithmName.SHA256));
    }
}
