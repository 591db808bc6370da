using System.Text;
using Azsreg.Hosting;

namespace Azsreg.Operator.Stamps;

/// <summary>The known-hosts file of one stamp: its one host key, under a name of its own, so that neither port nor address matters.</summary>
/// <param name="Path">The file.</param>
/// <param name="Alias">The name its line begins with.</param>
internal sealed record SshKnownHosts(string Path, string Alias)
{
    /// <summary>Writes the file, where it is not there already with the same key.</summary>
    public static SshKnownHosts Write(string folder, string stamp, string hostKey)
    {
        var path = System.IO.Path.Combine(folder, stamp + ".known_hosts");
        var line = Encoding.ASCII.GetBytes($"{stamp} {hostKey}\n");
        if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(line))
            OwnedFile.Replace(path, line);
        return new SshKnownHosts(path, stamp);
    }

    /// <summary>The options that make ssh go by it and nothing else.</summary>
    public IReadOnlyList<string> Options() =>
    [
        // Quoted for blanks, doubled for percent signs, which ssh would expand.
        $"UserKnownHostsFile=\"{Path.Replace("%", "%%", StringComparison.Ordinal)}\"",
        "GlobalKnownHostsFile=none",
        $"HostKeyAlias={Alias}",
    ];
}
