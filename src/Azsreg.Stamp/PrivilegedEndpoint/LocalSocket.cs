using System.Net.Sockets;
using System.Text.Json;
using Azsreg.Hosting;
using Azsreg.Protocol;

namespace Azsreg.Stamp.PrivilegedEndpoint;

/// <summary>
/// The Unix domain socket in a stamp's folder. By it a process of the same account, such as the subsystem of an SSH server, brings a session
/// of the privileged endpoint to the running stamp, which alone holds the stamp's lock and state. One line in JSON says who comes; then both
/// ways carry PowerShell's out-of-process framing.
/// </summary>
public static class LocalSocket
{
    /// <summary>Longest first line in bytes.</summary>
    internal const int LongestGreeting = 1024;

    private const int LongestName = 128;

    /// <summary>Where the socket of a stamp lies.</summary>
    public static string PathOf(DataFolder folder, string stamp)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return Path.Combine(folder.Stamp(stamp), "pep.sock");
    }

    /// <summary>Where it can be connected to.</summary>
    /// <exception cref="CataloguedException">The path is longer than a socket's may be (AZR1005).</exception>
    public static UnixDomainSocketEndPoint EndPointOf(DataFolder folder, string stamp)
    {
        var path = PathOf(folder, stamp);
        try
        {
            return new UnixDomainSocketEndPoint(path);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw new CataloguedException(
                ErrorCatalogue.DataFolderUnusable, $"'{path}' is longer than the path of a socket may be (about 100 bytes). Give a shorter folder with --data.", inner: exception);
        }
    }

    /// <summary>Connects to the running stamp and says who comes.</summary>
    /// <exception cref="CataloguedException">The stamp does not run (AZR4019), or the folder is another account's (AZR1005).</exception>
    public static async Task<Socket> ConnectAsync(DataFolder folder, string stamp, LocalCaller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(EndPointOf(folder, stamp), cancellationToken);
            await socket.SendAsync(Greeting(caller), cancellationToken);
            return socket;
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw exception.SocketErrorCode == SocketError.AccessDenied
                ? new CataloguedException(
                    ErrorCatalogue.DataFolderUnusable, $"Stamp {stamp} in '{folder.Path}' is another account's; only that account may bring sessions to it.", inner: exception)
                : new CataloguedException(ErrorCatalogue.StampNotRunning, $"Stamp {stamp} in '{folder.Path}'.", inner: exception);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Reads the first line; null where it is none.</summary>
    internal static LocalCaller? Read(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize<LocalCaller>(line) is { Login.Length: > 0 } caller ? Bounded(caller) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] Greeting(LocalCaller caller) => [.. JsonSerializer.SerializeToUtf8Bytes(Bounded(caller)), (byte)'\n'];

    /// <summary>Names come from a command line and the environment: what goes into the audit is short and printable.</summary>
    private static LocalCaller Bounded(LocalCaller caller) => new(Bounded(caller.Login), caller.From is null ? null : Bounded(caller.From));

    private static string Bounded(string text) =>
        new([.. text.Take(LongestName).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter)]);
}
