using System.Net.Sockets;
using System.Text;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Remoting;
using Azsreg.Remoting.Client;
using Azsreg.Stamp.PrivilegedEndpoint;
using Azsreg.Stamp.Tests.Fakes;

namespace Azsreg.Stamp.Tests.PrivilegedEndpoint;

public sealed class LocalSessionTests(SharedStamp shared) : IClassFixture<SharedStamp>
{
    private const string Name = "AzS-ERCS01";
    private readonly TestStamp _stamp = shared.Stamp;

    private string SocketPath => Path.Combine(_stamp.Folder, "pep.sock");

    private DataFolder Data => DataFolder.Open(Path.GetFullPath(Path.Combine(_stamp.Folder, "..", "..")));

    [Fact]
    public async Task Connect_OwnAccount_IsTheCloudAdministratorAndTheAuditNamesTheLogin()
    {
        using var socket = await LocalSocket.ConnectAsync(Data, Name, new LocalCaller("alice", "192.0.2.7"), default);
        await using var stream = new NetworkStream(socket);
        await using var session = await OpenAsync(stream);

        var result = await session.InvokeAsync(new RemoteCommand("Get-AzureStackStampInformation"));

        result.Output.Single().ShouldBeOfType<RemoteObject>()["CloudID"].ShouldBe(_stamp.Facts.CloudId.ToString());
        (await _stamp.AuditAsync()).ShouldContain((@"AZURESTACK\CloudAdmin", "PrivilegedEndpoint/signIn", "Succeeded", "over SSH as alice"));
    }

    [Fact]
    public void Socket_RunningStamp_IsItsOwnersAlone() =>
        File.GetUnixFileMode(SocketPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

    [Fact]
    public async Task Connect_SessionClosed_StaysConnectedUntilTheClientHangsUp()
    {
        using var socket = await LocalSocket.ConnectAsync(Data, Name, new LocalCaller("alice", null), default);
        await using var stream = new NetworkStream(socket);
        await (await OpenAsync(stream)).DisposeAsync();

        // A genuine client takes an end right behind the last packet for a broken connection.
        socket.Poll(TimeSpan.FromMilliseconds(100), SelectMode.SelectRead).ShouldBeFalse();
        socket.Shutdown(SocketShutdown.Send);

        (await stream.ReadAsync(new byte[1])).ShouldBe(0);
    }

    [Theory]
    [InlineData("no json\n")]
    [InlineData("{}\n")]
    [InlineData("{\"Login\":\"\"}\n")]
    public async Task Connect_OtherFirstLine_IsHungUpOn(string line)
    {
        using var socket = await ConnectRawAsync();

        await socket.SendAsync(Encoding.UTF8.GetBytes(line));

        (await socket.ReceiveAsync(new byte[1])).ShouldBe(0);
    }

    [Fact]
    public async Task Connect_EndlessFirstLine_IsHungUpOn()
    {
        using var socket = await ConnectRawAsync();

        await socket.SendAsync(new byte[LocalSocket.LongestGreeting]);

        (await socket.ReceiveAsync(new byte[1])).ShouldBe(0);
    }

    [Fact]
    public async Task Connect_GarbageInsteadOfPackets_IsToldWhy()
    {
        using var socket = await LocalSocket.ConnectAsync(Data, Name, new LocalCaller("alice", null), default);
        await socket.SendAsync("garbage\n"u8.ToArray());
        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream);

        (await reader.ReadToEndAsync()).ShouldBe("__NamedPipeError__:An unknown element \"garbage\" was received.\n");
    }

    [Fact]
    public async Task Stop_SessionOpen_EndsItAndRemovesTheSocketAndTheNextStartOffersItAgain()
    {
        await using var stamp = await TestStamp.StartAsync();
        var data = DataFolder.Open(Path.GetFullPath(Path.Combine(stamp.Folder, "..", "..")));
        using var socket = await LocalSocket.ConnectAsync(data, Name, new LocalCaller("alice", null), default);
        await using var stream = new NetworkStream(socket);
        await using var session = await OpenAsync(stream);

        await stamp.StopAsync();

        await Should.ThrowAsync<RemotingException>(() => session.InvokeAsync(new RemoteCommand("Get-AzureStackStampInformation")));
        File.Exists(Path.Combine(stamp.Folder, "pep.sock")).ShouldBeFalse();
        var failure = await Should.ThrowAsync<CataloguedException>(() => LocalSocket.ConnectAsync(data, Name, new LocalCaller("alice", null), default));
        failure.Entry.ShouldBe(ErrorCatalogue.StampNotRunning);

        // What a killed stamp leaves behind.
        await File.WriteAllTextAsync(Path.Combine(stamp.Folder, "pep.sock"), "");
        await stamp.StartAgainAsync();
        using var again = await LocalSocket.ConnectAsync(data, Name, new LocalCaller("alice", null), default);
        again.Connected.ShouldBeTrue();
    }

    [Fact]
    public void EndPointOf_PathLongerThanASockets_SaysSo()
    {
        var deep = Directory.CreateDirectory(Path.Combine(_stamp.Folder, new string('d', 100)));

        var failure = Should.Throw<CataloguedException>(() => LocalSocket.EndPointOf(DataFolder.Open(deep.FullName), Name));

        failure.Entry.ShouldBe(ErrorCatalogue.DataFolderUnusable);
        failure.Detail.ShouldContain("shorter folder");
    }

    private static Task<RemoteSession> OpenAsync(Stream stream) =>
        RemotingClient.OpenAsync(stream, stream, new RemotingStreamConnection { PeerName = "the local socket" });

    private async Task<Socket> ConnectRawAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath));
        return socket;
    }
}
