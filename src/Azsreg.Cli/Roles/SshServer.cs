using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Azsreg.Cli.Shell;
using Azsreg.Operator.Stamps;
using Azsreg.Protocol;
using Microsoft.Extensions.Logging;

namespace Azsreg.Cli.Roles;

/// <summary>
/// The private SSH server of a stamp. The port is listened to here, and each connection gets an <c>sshd -i</c> of its own whose standard streams
/// are the connection, as inetd does it. So no sshd is ever left behind: when this process ends, in whatever way, the port is free and every sshd
/// reads the end of its connection.
/// </summary>
internal sealed class SshServer : IAsyncDisposable
{
    private const string Host = "localhost";
    private const int MostConnections = 32;
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);

    private readonly TcpListener _listener;
    private readonly SshServerPrograms _programs;
    private readonly SshFiles _files;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, byte> _connections = new();
    private readonly Task _accepting;

    private SshServer(TcpListener listener, SshServerPrograms programs, SshFiles files, string stamp, CliContext context)
    {
        _listener = listener;
        _programs = programs;
        _files = files;
        _clock = context.Clock;
        _log = context.Logs.CreateLogger("SSH server of " + stamp);
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Url = SshUrl(port);
        HostKey = SshHostKey.Read(files.HostPublicKey);
        files.WriteKnownHosts(Host, port, HostKey);
        _accepting = AcceptAsync();
    }

    /// <summary>Its address, as <c>--privileged-endpoint</c> takes it.</summary>
    public Uri Url { get; }

    /// <summary>Its public key.</summary>
    public string HostKey { get; }

    /// <summary>The file with its public key.</summary>
    public string HostKeyFile => _files.HostPublicKey;

    /// <summary>The private key it lets in.</summary>
    public string ClientKeyFile => _files.ClientKey;

    /// <summary>The command that opens a session from PowerShell 7.</summary>
    public string PowerShellCommand =>
        FormattableString.Invariant($"New-PSSession -HostName {Host} -Port {Url.Port} -UserName {Environment.UserName} -Subsystem {SshFiles.Subsystem} -KeyFilePath '{ClientKeyFile}' -Options @{{ UserKnownHostsFile = '{_files.KnownHosts}' }}");

    /// <summary>Starts it.</summary>
    /// <param name="context">The verb's context.</param>
    /// <param name="programs">OpenSSH's programs.</param>
    /// <param name="stamp">The stamp it leads to.</param>
    /// <param name="port">The port on the loopback address; 0 for any free one.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <exception cref="CataloguedException">The port is taken (AZR1006), or the server cannot be set up.</exception>
    public static async Task<SshServer> StartAsync(CliContext context, SshServerPrograms programs, string stamp, int port, CancellationToken cancellationToken)
    {
        var files = await SshFiles.PrepareAsync(context, programs, stamp, cancellationToken);
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return new SshServer(listener, programs, files, stamp, context);
        }
        catch (SocketException exception)
        {
            listener.Dispose();
            throw new CataloguedException(ErrorCatalogue.PortInUse, FormattableString.Invariant($"Port {port} on {IPAddress.Loopback}, for SSH."), inner: exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await Task.WhenAll(_connections.Keys.Append(_accepting));
        _stopping.Dispose();
    }

    private static Uri SshUrl(int port) => new(FormattableString.Invariant($"ssh://{Uri.EscapeDataString(Environment.UserName)}@{Host}:{port}/{SshFiles.Subsystem}"));

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                if (_connections.Count >= MostConnections)
                {
                    _log.LogWarning("A connection was refused: there are {Most} already", MostConnections);
                    client.Dispose();
                    continue;
                }

                var connection = ServeAsync(client);
                _connections[connection] = 0;
                _ = connection.ContinueWith(ended => _connections.TryRemove(ended, out _), TaskScheduler.Default);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException exception)
            {
                _log.LogError(exception, "A connection could not be taken");
                // The process has no descriptor left, most often, and nothing tells when it has one again.
                await Task.Delay(TimeSpan.FromSeconds(1), _clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            client.NoDelay = true;
            Process process;
            try
            {
                process = Process.Start(new ProcessStartInfo(_programs.Server, ["-i", "-e", "-f", _files.Configuration])
                {
                    RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
                })!;
            }
            catch (Win32Exception exception)
            {
                _log.LogError(exception, "{Program} could not be started", _programs.Server);
                return;
            }

            using (process)
            {
                await using var network = client.GetStream();
                await using var cut = _stopping.Token.Register(client.Close);
                var said = LogAsync(process.StandardError);
                var toServer = CopyAsync(network, process.StandardInput.BaseStream, process.StandardInput.Close);
                await CopyAsync(process.StandardOutput.BaseStream, network, client.Close);
                await toServer;
                await EndAsync(process);
                await said;
            }
        }
    }

    /// <summary>It has no connection any more, and ends by itself, unless something holds it up.</summary>
    private async Task EndAsync(Process process)
    {
        try
        {
            await process.WaitForExitAsync().WaitAsync(EndPatience, _clock);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static async Task CopyAsync(Stream from, Stream to, Action end)
    {
        try
        {
            await from.CopyToAsync(to);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or SocketException)
        {
            // One side is gone; the other is told below.
        }

        try
        {
            end();
        }
        catch (IOException)
        {
            // Gone as well.
        }
    }

    private async Task LogAsync(StreamReader errors)
    {
        while (await errors.ReadLineAsync() is { } line)
            _log.LogInformation("sshd: {Line}", line.TrimEnd('\r'));
    }
}
