using System.Text;
using Azsreg.Remoting.OutOfProcess;
using Azsreg.Remoting.Protocol;

namespace Azsreg.Remoting.Tests.Fuzz;

/// <summary>What genuine PowerShell processes said to each other, layer by layer.</summary>
internal sealed class FuzzCorpus
{
    /// <summary>Longer samples than this cost time and hold nothing that shorter ones lack.</summary>
    private const int MaxSample = 6_000;

    private FuzzCorpus(IReadOnlyList<byte[]> lines, IReadOnlyList<byte[]> fragments, IReadOnlyList<(bool FromClient, RemotingMessage Message)> messages)
    {
        Lines = lines;
        Fragments = fragments;
        Messages = messages;
    }

    /// <summary>Lines of the framing.</summary>
    public IReadOnlyList<byte[]> Lines { get; }

    /// <summary>What the lines carry: one fragment or several.</summary>
    public IReadOnlyList<byte[]> Fragments { get; }

    /// <summary>What the fragments make together.</summary>
    public IReadOnlyList<(bool FromClient, RemotingMessage Message)> Messages { get; }

    /// <param name="folder">Folder of the recordings, a line of which is "time direction line".</param>
    public static FuzzCorpus Load(string folder)
    {
        var lines = new List<byte[]>();
        var fragments = new List<byte[]>();
        var messages = new List<(bool, RemotingMessage)>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.txt").Order(StringComparer.Ordinal))
        {
            var readers = new Dictionary<string, FragmentReader> { ["C>S"] = new(1 << 26), ["S>C"] = new(1 << 26) };
            foreach (var parts in File.ReadLines(file).Select(line => line.Split(' ', 3)).Where(parts => parts.Length == 3 && readers.ContainsKey(parts[1])))
            {
                if (parts[2].Length <= MaxSample) lines.Add(Encoding.UTF8.GetBytes(parts[2] + "\n"));
                foreach (var packet in Packets(parts[2]))
                {
                    if (packet.Data.Length is > 0 and <= MaxSample) fragments.Add(packet.Data.ToArray());
                    foreach (var message in readers[parts[1]].Read(packet.Data))
                        if (message.Body.Length <= MaxSample) messages.Add((parts[1] == "C>S", message));
                }
            }
        }
        return new FuzzCorpus(Distinct(lines), Distinct(fragments), [.. messages.DistinctBy(item => (item.Item1, item.Item2.Type, Convert.ToHexString(item.Item2.Body.Span)))]);
    }

    private static IReadOnlyList<Packet> Packets(string line)
    {
        try
        {
            return Packet.ParseLine(line);
        }
        catch (RemotingProtocolException)
        {
            // Some recordings are of garbage.
            return [];
        }
    }

    private static List<byte[]> Distinct(List<byte[]> samples) => [.. samples.DistinctBy(Convert.ToHexString)];
}
