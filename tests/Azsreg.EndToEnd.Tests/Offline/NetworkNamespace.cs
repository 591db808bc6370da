using System.Diagnostics;
using System.Globalization;

namespace Azsreg.EndToEnd.Tests;

/// <summary>A Linux network namespace with nothing but a loopback in it: who runs within reaches nobody outside, and nobody outside reaches in.</summary>
internal sealed class NetworkNamespace : IAsyncDisposable
{
    // Not every machine has iproute2; Perl is essential to Debian. 0x8914 is SIOCSIFFLAGS, 0x41 up and running.
    private const string RaiseLoopback =
        """ip link set lo up 2>/dev/null || perl -MSocket -e 'socket(S,AF_INET,SOCK_DGRAM,0)&&ioctl(S,0x8914,pack("a16s","lo",0x41))||exit 1'""";

    private readonly Process _holder;

    private NetworkNamespace(Process holder, IReadOnlyList<string> enter)
    {
        _holder = holder;
        Enter = enter;
    }

    /// <summary>What to put before a command that is to run within.</summary>
    public IReadOnlyList<string> Enter { get; }

    /// <summary>Makes one, as root or by a user namespace; the reason where the kernel refuses both.</summary>
    public static async Task<(NetworkNamespace? Made, string? Refusal)> TryMakeAsync()
    {
        var refusals = new List<string>();
        foreach (var (options, enter) in new[] { ("-n", new[] { "nsenter", "-n" }), ("-rn", ["nsenter", "--preserve-credentials", "-U", "-n"]) })
        {
            var start = new ProcessStartInfo("unshare", [options, "sh", "-c", $"{RaiseLoopback}; echo up; exec sleep 7200"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            var holder = Process.Start(start)!;
            if (await holder.StandardOutput.ReadLineAsync() == "up")
                return (new NetworkNamespace(holder, [.. enter, "-t", holder.Id.ToString(CultureInfo.InvariantCulture)]), null);
            refusals.Add(await holder.StandardError.ReadToEndAsync());
            holder.Dispose();
        }

        return (null, string.Join(' ', refusals).Trim());
    }

    public async ValueTask DisposeAsync()
    {
        _holder.Kill();
        await _holder.WaitForExitAsync();
        _holder.Dispose();
    }
}
