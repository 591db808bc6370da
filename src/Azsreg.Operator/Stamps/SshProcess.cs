using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Azsreg.Protocol;

namespace Azsreg.Operator.Stamps;

/// <summary>A running <c>ssh -s</c> whose standard streams are those of a subsystem.</summary>
internal sealed class SshProcess : IDisposable
{
    private const int MostErrorText = 16 * 1024;
    private const int KeepAliveSeconds = 30;
    private const int ConnectSeconds = 20;

    private readonly Process _process;
    private readonly Pipe _output = new();
    private readonly Task<string> _errors;

    private SshProcess(Process process)
    {
        _process = process;
        Input = process.StandardInput.BaseStream;
        _errors = ReadErrorsAsync();
        _ = PumpAsync();
    }

    /// <summary>What is written here reaches the subsystem.</summary>
    public Stream Input { get; }

    /// <summary>What the subsystem writes. Reading can be given up at once, which a process's own pipe does not allow.</summary>
    public Stream Output => _output.Reader.AsStream();

    /// <summary>Starts it.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="keyFile">The private key to offer, and no other; null offers what ssh finds.</param>
    /// <param name="knownHosts">The one host key that counts; null goes by the person's own known hosts.</param>
    /// <param name="mayAsk">True where ssh may ask at the terminal.</param>
    /// <exception cref="CataloguedException">There is no ssh (AZR4015), or it cannot be started.</exception>
    public static SshProcess Start(SshAddress address, string? keyFile, SshKnownHosts? knownHosts, bool mayAsk)
    {
        var ssh = SshPrograms.Find("ssh");
        IReadOnlyList<string> words = [.. Arguments(address, keyFile, knownHosts, mayAsk)];
        // Ctrl-C reaches every program at the terminal. The session is ended in good order by us, so ssh must not die of it before; but while it
        // asks for a password, Ctrl-C is its to handle, as it has switched off the terminal's echo.
        var start = mayAsk || OperatingSystem.IsWindows()
            ? new ProcessStartInfo(ssh, words)
            : new ProcessStartInfo("/bin/sh", ["-c", "trap '' INT; exec \"$0\" \"$@\"", ssh, .. words]);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.StandardErrorEncoding = Encoding.UTF8;
        start.CreateNoWindow = !mayAsk;
        if (!mayAsk)
            start.Environment["SSH_ASKPASS_REQUIRE"] = "never";
        try
        {
            return new SshProcess(Process.Start(start)!);
        }
        catch (Win32Exception exception)
        {
            throw new CataloguedException(ErrorCatalogue.SshMissing, $"{ssh} cannot be started: {exception.Message}", inner: exception);
        }
    }

    /// <summary>Waits for the end: the exit code, 255 where ssh itself failed, and what came on the error stream.</summary>
    public async Task<(int ExitCode, string Errors)> ExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return (_process.ExitCode, await _errors.WaitAsync(cancellationToken));
    }

    /// <summary>Ends it. The session was closed before, so there is nothing left to wait for.</summary>
    public void Dispose()
    {
        try
        {
            Input.Dispose();
            _process.Kill();
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or Win32Exception)
        {
            // It has ended by itself.
        }

        _process.Dispose();
    }

    private static IEnumerable<string> Arguments(SshAddress address, string? keyFile, SshKnownHosts? knownHosts, bool mayAsk)
    {
        yield return "-s";
        yield return "-T";
        if (address.User is { } user)
        {
            yield return "-l";
            yield return user;
        }

        if (address.Port is { } port)
        {
            yield return "-p";
            yield return port.ToString(CultureInfo.InvariantCulture);
        }

        if (keyFile is not null)
        {
            yield return "-i";
            yield return keyFile.Replace("%", "%%", StringComparison.Ordinal);
        }

        // What a person's own configuration has for interactive sessions would be in the way: forwardings, a shared connection, a local command.
        string[] options =
        [
            $"BatchMode={(mayAsk ? "no" : "yes")}",
            $"StrictHostKeyChecking={(mayAsk && knownHosts is null ? "ask" : "yes")}",
            .. keyFile is null ? (string[])[] : ["IdentitiesOnly=yes"],
            .. knownHosts?.Options() ?? [],
            "ClearAllForwardings=yes", "ControlMaster=no", "ControlPath=none", "PermitLocalCommand=no", "CheckHostIP=no", "LogLevel=ERROR",
            $"ConnectTimeout={ConnectSeconds}", $"ServerAliveInterval={KeepAliveSeconds}", "ServerAliveCountMax=3",
        ];
        foreach (var option in options)
        {
            yield return "-o";
            yield return option;
        }

        yield return "--";
        yield return address.Host;
        yield return address.Subsystem;
    }

    private async Task PumpAsync()
    {
        try
        {
            await _process.StandardOutput.BaseStream.CopyToAsync(_output.Writer);
            await _output.Writer.CompleteAsync();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            await _output.Writer.CompleteAsync(exception as IOException ?? new IOException(exception.Message, exception));
        }
    }

    private async Task<string> ReadErrorsAsync()
    {
        var text = new StringBuilder();
        var buffer = new char[1024];
        try
        {
            while (await _process.StandardError.ReadAsync(buffer) is > 0 and var count)
            {
                // All of it is read, so that ssh never waits; only the beginning is kept.
                text.Append(buffer, 0, Math.Min(count, MostErrorText - text.Length));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // Ended by us.
        }

        return text.ToString();
    }
}
