using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Remoting;
using Azsreg.Remoting.Server;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Facts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Azsreg.Stamp.PrivilegedEndpoint;

/// <summary>
/// Serves sessions of the privileged endpoint that processes of the stamp's own account bring through <see cref="LocalSocket"/>. Whoever may
/// run a process as the account that owns the stamp's folder stands for its cloud administrator: that account can read the stamp's keys anyway,
/// so a password would protect nothing. Who exactly came is in the audit.
/// </summary>
internal sealed partial class LocalSessions(
    IServiceProvider services, DataFolder folder, StampOptions options, TimeProvider clock, ILoggerFactory loggers, ILogger<LocalSessions> logger) : IHostedService, IAsyncDisposable
{
    private const int MostSessions = 100;

    /// <summary>How long a process may take to say who comes.</summary>
    private static readonly TimeSpan GreetingPatience = TimeSpan.FromSeconds(10);

    /// <summary>How long a client may keep the connection after it has closed the session, which it ends by hanging up. PowerShell's own limit.</summary>
    private static readonly TimeSpan HangUpPatience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, byte> _sessions = new();
    private Socket? _listener;
    private Task _accepting = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The mode of a file is what keeps other accounts out.
        if (OperatingSystem.IsWindows())
            return Task.CompletedTask;
        try
        {
            _listener = Listen();
            _accepting = AcceptAsync(_listener, services.GetRequiredService<PrivilegedEndpointCommands>().Describe());
        }
        catch (Exception exception) when (exception is SocketException or IOException or UnauthorizedAccessException or CataloguedException)
        {
            // The endpoint's own port serves all the same.
            LogNotOffered(exception, exception.Message);
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (Interlocked.Exchange(ref _listener, null) is not { } listener)
            return;
        listener.Dispose();
        // Before the lock on the folder goes: after that, the path may be a successor's.
        File.Delete(LocalSocket.PathOf(folder, options.Name));
        await Task.WhenAll(_sessions.Keys.Append(_accepting)).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        // Before the services that sessions use, whether the host was stopped or not.
        await StopAsync(CancellationToken.None);
        _stopping.Dispose();
    }

    private Socket Listen()
    {
        var endPoint = LocalSocket.EndPointOf(folder, options.Name);
        var path = LocalSocket.PathOf(folder, options.Name);
        // Left by a stamp that was killed; this one holds the folder's lock, so no other listens there.
        File.Delete(path);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(endPoint);
            // Before it listens, so that nobody is ever let in by the mode it was made with.
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            listener.Listen(64);
            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    private async Task AcceptAsync(Socket listener, ConstrainedEndpoint endpoint)
    {
        while (!_stopping.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptAsync(_stopping.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException exception)
            {
                LogAcceptFailed(exception);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            var session = ServeAsync(socket, endpoint, _sessions.Count < MostSessions);
            _sessions[session] = 0;
            _ = session.ContinueWith(ended => _sessions.TryRemove(ended, out _), TaskScheduler.Default);
        }
    }

    private async Task ServeAsync(Socket socket, ConstrainedEndpoint endpoint, bool hasRoom)
    {
        using (socket)
        {
            await using var stream = new NetworkStream(socket);
            try
            {
                if (!PeerAccount.IsOwn(socket))
                {
                    LogStranger();
                    return;
                }

                if (await GreetedAsync(stream) is not { } caller)
                {
                    LogNotGreeted();
                    return;
                }

                if (!hasRoom)
                {
                    LogFull(MostSessions);
                    await stream.WriteAsync(OutOfProcessServer.ErrorLine($"The privileged endpoint has {MostSessions} sessions over SSH, which is its limit."), _stopping.Token);
                    return;
                }

                await ServeAsync(stream, endpoint, caller);
            }
            catch (RemotingProtocolException exception)
            {
                LogProtocolBroken(exception.Message);
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                LogConnectionEnded(exception.Message);
            }
            catch (Exception exception)
            {
                LogSessionBroke(exception);
            }
        }
    }

    private async Task ServeAsync(NetworkStream stream, ConstrainedEndpoint endpoint, LocalCaller caller)
    {
        var account = $@"{services.GetRequiredService<StampFacts>().DomainNetBiosName}\{options.CloudAdministratorName}";
        await services.GetRequiredService<AuditLog>().WriteAsync(
            StampCaller.CloudAdministrator(account), CloudAdministratorAuthenticator.SignIn, caller.From ?? "local", "Succeeded", $"over SSH as {caller.Login}", _stopping.Token);
        LogOpened(caller.Login, caller.From ?? "local");
        var closed = await OutOfProcessServer.RunAsync(
            stream,
            stream,
            endpoint,
            new RemoteIdentity(account, IPAddress.TryParse(caller.From, out var from) ? from : null),
            new OutOfProcessServerOptions
            {
                Transcript = services.GetRequiredService<TranscriptFiles>(),
                Clock = clock,
                Loggers = loggers,
                ReportsErrorsOnOutput = true,
            },
            _stopping.Token);
        if (closed)
            await HungUpAsync(stream);
    }

    private async Task<LocalCaller?> GreetedAsync(NetworkStream stream)
    {
        using var late = new CancellationTokenSource(GreetingPatience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, late.Token);
        var line = new byte[LocalSocket.LongestGreeting];
        for (var length = 0; length < line.Length; length++)
        {
            // One by one: what follows the line belongs to the session.
            if (await stream.ReadAsync(line.AsMemory(length, 1), either.Token) == 0)
                return null;
            if (line[length] == '\n')
                return LocalSocket.Read(line.AsSpan(0, length));
        }

        return null;
    }

    private async Task HungUpAsync(NetworkStream stream)
    {
        using var late = new CancellationTokenSource(HangUpPatience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, late.Token);
        var rest = new byte[4096];
        while (await stream.ReadAsync(rest, either.Token) > 0)
        {
            // A session is one connection's: what comes behind its end is nobody's.
        }
    }

    [LoggerMessage(EventId = 4121, Level = LogLevel.Warning, Message = "The privileged endpoint is not offered over SSH: {Why}")]
    private partial void LogNotOffered(Exception failure, string why);

    [LoggerMessage(EventId = 4122, Level = LogLevel.Warning, Message = "A connection of another account to the local socket was refused")]
    private partial void LogStranger();

    [LoggerMessage(EventId = 4123, Level = LogLevel.Warning, Message = "A connection to the local socket did not say who comes")]
    private partial void LogNotGreeted();

    [LoggerMessage(EventId = 4124, Level = LogLevel.Warning, Message = "A session over SSH was refused: there are {Most} already")]
    private partial void LogFull(int most);

    [LoggerMessage(EventId = 4125, Level = LogLevel.Information, Message = "A session over SSH opened for {Login} from {From}")]
    private partial void LogOpened(string login, string from);

    [LoggerMessage(EventId = 4126, Level = LogLevel.Warning, Message = "A client over SSH broke the protocol: {Why}")]
    private partial void LogProtocolBroken(string why);

    [LoggerMessage(EventId = 4127, Level = LogLevel.Debug, Message = "A connection over SSH ended: {Why}")]
    private partial void LogConnectionEnded(string why);

    [LoggerMessage(EventId = 4128, Level = LogLevel.Error, Message = "A session over SSH broke")]
    private partial void LogSessionBroke(Exception failure);

    [LoggerMessage(EventId = 4129, Level = LogLevel.Error, Message = "A connection to the local socket could not be taken")]
    private partial void LogAcceptFailed(Exception failure);
}
