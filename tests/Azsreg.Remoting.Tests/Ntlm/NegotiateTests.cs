using System.Text;
using Azsreg.Remoting.Client;
using Azsreg.Remoting.WsMan;

namespace Azsreg.Remoting.Tests.Ntlm;

public sealed class NegotiateTests
{
    [Fact]
    public async Task OpenAsync_Negotiate_RunsCommandsEncryptedOnOneSignIn()
    {
        await using var host = await NegotiateHost.StartAsync();
        await using var session = await host.OpenAsync();

        var result = await session.InvokeAsync(new RemoteCommand("New-Thing").With("A", 3).With("B", new string('é', 100_000)));

        result.Output.ShouldHaveSingleItem().ShouldBeOfType<RemoteObject>()["A"].ShouldBe(3);
        host.SignIns.ShouldBe(1);
        host.Targets.ShouldBe(["HTTP/127.0.0.1"]);
    }

    [Fact]
    public async Task OpenAsync_LocalAccount_SignsInWithoutADomain()
    {
        await using var host = await NegotiateHost.StartAsync();
        await using var session = await host.OpenAsync(connection => connection with { UserName = "CloudAdmin" });

        (await session.InvokeAsync(new RemoteCommand("Add-Count"))).Output.ShouldBe([1]);
    }

    [Fact]
    public async Task OpenAsync_NegotiateWithWrongPassword_IsSignInRefused()
    {
        await using var host = await NegotiateHost.StartAsync();

        await Should.ThrowAsync<RemotingSignInException>(() => host.OpenAsync(connection => connection with { Password = () => "wrong" }));
    }

    [Fact]
    public async Task InvokeAsync_Cancelled_SignsInAnewAndKeepsTheSession()
    {
        await using var host = await NegotiateHost.StartAsync();
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
    public async Task InvokeAsync_FaultInside_IsTheFault()
    {
        await using var host = await NegotiateHost.StartAsync();

        await Should.ThrowAsync<RemotingAccessDeniedException>(() => host.OpenAsync(connection => connection with { ConfigurationName = "Other" }));
    }

    [Fact]
    public async Task InvokeAsync_AnswerWasChanged_IsAProtocolError()
    {
        await using var host = await NegotiateHost.StartAsync();
        await using var session = await host.OpenAsync();
        host.Tamper = body =>
        {
            body[^100] ^= 1;
            return body;
        };

        await Should.ThrowAsync<RemotingProtocolException>(() => session.InvokeAsync(new RemoteCommand("Add-Count")));
    }

    [Theory]
    [InlineData("Negotiate")]
    [InlineData("Negotiate AAAA")]
    [InlineData("Negotiate !!!!")]
    [InlineData("Negotiate TlRMTVNTUAACAAAADAAMAP///38=")]
    public async Task OpenAsync_ChallengeIsNone_IsAFailureOfThePeer(string offer)
    {
        await using var host = await NegotiateHost.StartAsync();
        host.Challenge = offer;

        (await Should.ThrowAsync<RemotingException>(() => host.OpenAsync())).ShouldNotBeOfType<RemotingSignInException>();
    }

    [Fact]
    public void Write_EncryptedBody_IsTheLiteralForm() => Encoding.Latin1.GetString(EncryptedBody.Write(300, [1, 2, 3], 2)).ShouldBe(
        "--Encrypted Boundary\r\n\tContent-Type: application/HTTP-SPNEGO-session-encrypted\r\n"
        + "\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=300\r\n--Encrypted Boundary\r\n"
        + "\tContent-Type: application/octet-stream\r\n\u0002\0\0\0\u0001\u0002\u0003--Encrypted Boundary--\r\n");

    [Theory]
    [InlineData("")]
    [InlineData("--Encrypted Boundary\r\n")]
    [InlineData("Length=1\r\napplication/octet-stream\r\n--Encrypted Boundary--")]
    [InlineData("Length=x\r\napplication/octet-stream\r\n\u0000\0\0\0--Encrypted Boundary--")]
    [InlineData("Length=1\r\napplication/octet-stream\r\n\u0009\0\0\0--Encrypted Boundary--")]
    public void Read_MalformedBody_IsAProtocolError(string body) =>
        Should.Throw<RemotingProtocolException>(() => EncryptedBody.Read(Encoding.Latin1.GetBytes(body)));
}
