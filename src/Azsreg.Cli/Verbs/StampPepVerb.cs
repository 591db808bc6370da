using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Azsreg.Cli.Shell;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Remoting.Server;
using Azsreg.Stamp.PrivilegedEndpoint;

namespace Azsreg.Cli.Verbs;

/// <summary>
/// <c>azsreg stamp pep --stdio</c>: what the <c>Subsystem</c> line of an SSH server starts for each session. Standard input and output carry
/// PowerShell's framing and nothing else; they are passed on to the running stamp, which serves the session.
/// </summary>
internal static class StampPepVerb
{
    /// <summary>How long the stamp may take to end its commands once the client is gone.</summary>
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(30);

    public static Verb Create()
    {
        var name = new Argument<string?>("NAME") { Description = "the stamp; the only one of the data folder where left out", Arity = ArgumentArity.ZeroOrOne };
        var stdio = new Option<bool>("--stdio") { Description = "speak PowerShell remoting on standard input and output; there is no other way" };
        var login = new Option<string?>("--as") { Description = "login to keep in the audit; that of sudo, else of this process, where left out", HelpName = "LOGIN" };
        return new Verb(
            "pep",
            "Brings a session of PowerShell remoting to the running stamp, as a Subsystem of an SSH server.",
            "azsreg stamp pep AzS-ERCS01 --stdio",
            async (context, parsed, cancellationToken) =>
            {
                if (!parsed.GetValue(stdio))
                    throw new CataloguedException(ErrorCatalogue.InvalidOption, $"Sessions come over standard input and output only: give {stdio.Name}.");
                var (input, output) = context.TakeStandardStreams();
                try
                {
                    var stamp = parsed.GetValue(name) ?? OnlyStamp(context.Data);
                    using var session = await ConnectAsync(context, stamp, Caller(context, parsed.GetValue(login)), cancellationToken);
                    await RelayAsync(context, stamp, session, input, output, cancellationToken);
                }
                catch (CataloguedException exception)
                {
                    // sshd passes on what a subsystem writes to standard error to nobody: so the client is told among the packets.
                    await TellAsync(output, exception);
                    throw;
                }
            })
        {
            name, stdio, login,
        };
    }

    private static Task<Socket> ConnectAsync(CliContext context, string stamp, LocalCaller caller, CancellationToken cancellationToken) =>
        Directory.Exists(Path.Combine(context.Data.Path, "stamps", stamp))
            ? LocalSocket.ConnectAsync(context.Data, stamp, caller, cancellationToken)
            : throw new CataloguedException(
                ErrorCatalogue.StampNotRunning, Stamps(context.Data) is { Count: > 0 } names
                    ? $"There is no stamp {stamp} in '{context.Data.Path}'. Stamps there: {string.Join(", ", names)}."
                    : NoStamps(context.Data));

    private static string OnlyStamp(DataFolder folder) => Stamps(folder) switch
    {
        [var only] => only,
        [] => throw new CataloguedException(ErrorCatalogue.StampNotRunning, NoStamps(folder)),
        var several => throw new CataloguedException(
            ErrorCatalogue.InvalidOption, $"'{folder.Path}' has several stamps; name one.", [.. several.Select(stamp => $"azsreg stamp pep {stamp} --stdio")]),
    };

    /// <summary>To an account that may not look into a folder, it is empty.</summary>
    private static string NoStamps(DataFolder folder) =>
        $"There is no stamp in '{folder.Path}' that {Environment.UserName} can see. Only the account a stamp runs as may bring sessions to it.";

    private static List<string> Stamps(DataFolder folder)
    {
        var stamps = new DirectoryInfo(Path.Combine(folder.Path, "stamps"));
        return stamps.Exists ? [.. stamps.GetDirectories().Select(stamp => stamp.Name).Order(StringComparer.OrdinalIgnoreCase)] : [];
    }

    private static LocalCaller Caller(CliContext context, string? login) => new(
        FirstGiven(login, context.Environment("SUDO_USER"), Environment.UserName),
        // ssh(1): client address, client port, server address, server port; the address is UNKNOWN where sshd was given no socket.
        IPAddress.TryParse(context.Environment("SSH_CONNECTION")?.Split(' ')[0], out var from) ? from.ToString() : null);

    private static string FirstGiven(params string?[] names) => names.FirstOrDefault(name => !string.IsNullOrWhiteSpace(name)) ?? "unknown";

    private static async Task RelayAsync(CliContext context, string stamp, Socket session, Stream input, Stream output, CancellationToken cancellationToken)
    {
        await using var stream = new NetworkStream(session);
        var up = UpAsync(input, stream, session, cancellationToken);
        var down = DownAsync(stream, output, cancellationToken);
        // A session ends when the client hangs up. A stamp that ends first was stopped, or could not go on.
        var first = await Task.WhenAny(up, down);
        cancellationToken.ThrowIfCancellationRequested();
        if (first == down && await down)
            throw new CataloguedException(ErrorCatalogue.StampNotRunning, $"Stamp {stamp} ended the session.");
        try
        {
            await down.WaitAsync(EndPatience, context.Clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The client is gone; the stamp goes on by itself.
        }
    }

    private static async Task UpAsync(Stream input, NetworkStream stream, Socket session, CancellationToken cancellationToken)
    {
        try
        {
            await input.CopyToAsync(stream, cancellationToken);
            session.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            // The stamp is gone; the other way ends too, and says so.
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    /// <returns>True where the stamp ended; false where nobody reads any more.</returns>
    private static async Task<bool> DownAsync(NetworkStream stream, Stream output, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            int count;
            try
            {
                count = await stream.ReadAsync(buffer, cancellationToken);
            }
            catch (IOException)
            {
                return true;
            }

            if (count == 0)
                return true;
            try
            {
                await output.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                await output.FlushAsync(cancellationToken);
            }
            catch (IOException)
            {
                return false;
            }
        }
    }

    private static async Task TellAsync(Stream output, CataloguedException exception)
    {
        try
        {
            await output.WriteAsync(OutOfProcessServer.ErrorLine($"{exception.Entry.Code} {exception.Entry.What}: {exception.Detail} {exception.Entry.Fix}"));
            await output.FlushAsync();
        }
        catch (IOException)
        {
            // Nobody is there to be told.
        }
    }
}
