using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Azsreg.EndToEnd.Tests.Ssh;

/// <summary>A real <c>ssh -s</c>, and at its other end a real sshd that knows nothing but one <c>Subsystem</c> line: lines in, elements out.</summary>
internal sealed class SshSubsystem : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _ssh;
    private readonly Task<string> _errors;
    private readonly List<XElement> _received = [];
    private readonly HashSet<string> _ended = [];

    private SshSubsystem(Process ssh)
    {
        _ssh = ssh;
        _errors = ssh.StandardError.ReadToEndAsync();
    }

    /// <summary>Everything that came in packets of data, fragments laid side by side, as text.</summary>
    public string Said => string.Concat(Data().Select(data => Encoding.UTF8.GetString(data)));

    /// <summary>The runspace pool's states in the order they were told.</summary>
    public IReadOnlyList<int> PoolStates =>
    [
        .. Data().Select(data => Encoding.UTF8.GetString(data)).Where(text => text.Contains("N=\"RunspaceState\"", StringComparison.Ordinal))
            .Select(text => int.Parse(text.AsSpan(text.IndexOf("RunspaceState\">", StringComparison.Ordinal) + 15, 1), CultureInfo.InvariantCulture)),
    ];

    /// <summary>Starts ssh. Its connection is the standard streams of <c>sshd -i</c>, so that no port is needed.</summary>
    /// <param name="world">Whose keys to use.</param>
    /// <param name="command">What the Subsystem line runs.</param>
    public static async Task<SshSubsystem> StartAsync(SshWorld world, string command)
    {
        var folder = Path.GetDirectoryName(world.KeyFile)!;
        var configuration = Path.Combine(folder, "standalone_config");
        await File.WriteAllTextAsync(configuration, $"""
            HostKey {Path.Combine(folder, "host_key")}
            AuthorizedKeysFile {Path.Combine(folder, "authorized_keys")}
            StrictModes no
            UsePAM no
            Subsystem PrivilegedEndpoint {command}

            """);
        var start = new ProcessStartInfo(
            "ssh",
            [
                "-s", "-i", world.KeyFile, "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "LogLevel=ERROR", "-o", "StrictHostKeyChecking=no",
                "-o", "UserKnownHostsFile=/dev/null", "-o", $"ProxyCommand={SshWorld.Sshd} -i -f {configuration}", "-l", System.Environment.UserName, "standalone", "PrivilegedEndpoint",
            ])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        return new SshSubsystem(Process.Start(start)!);
    }

    /// <summary>Sends a line as a genuine client does: the next one only when this one is answered.</summary>
    public async Task SendAsync(string line)
    {
        var element = XElement.Parse(line);
        // A genuine client closes a pipeline when it has ended.
        if (element.Name == "Close" && IdOf(element) is var pipeline && _received.Exists(ack => ack.Name == "CommandAck" && IdOf(ack) == pipeline))
            await UntilAsync(() => _ended.Contains(pipeline));
        var acks = Acks(element);
        await _ssh.StandardInput.WriteAsync(line + "\n");
        await _ssh.StandardInput.FlushAsync();
        await UntilAsync(() => Acks(element) > acks);
    }

    /// <summary>Hangs up and waits for the end.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> EndAsync()
    {
        _ssh.StandardInput.Close();
        var rest = await _ssh.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await _ssh.WaitForExitAsync().WaitAsync(Patience);
        return (_ssh.ExitCode, rest, await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_ssh.HasExited)
            _ssh.Kill();
        await _ssh.WaitForExitAsync();
        _ssh.Dispose();
    }

    private static string IdOf(XElement element) => element.Attribute("PSGuid")!.Value;

    private int Acks(XElement sent) => _received.Count(ack => ack.Name == sent.Name + "Ack" && IdOf(ack) == IdOf(sent));

    private IEnumerable<byte[]> Data() => _received.Where(element => element.Name == "Data").Select(element => Convert.FromBase64String(element.Value));

    private async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            var line = await _ssh.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new EndOfStreamException(await _errors);
            var element = XElement.Parse(line);
            _received.Add(element);
            // MS-PSRP 2.2.1 and 2.2.4: behind 21 bytes of fragment, the destination, then the type; 0x00041006 is PIPELINE_STATE.
            if (element.Name == "Data" && Convert.FromBase64String(element.Value) is { Length: > 29 } data && BitConverter.ToUInt32(data, 25) == 0x00041006)
                _ended.Add(IdOf(element));
        }
    }
}
