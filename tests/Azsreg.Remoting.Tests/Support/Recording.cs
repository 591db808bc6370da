using Azsreg.Remoting.Clixml;
using Azsreg.Remoting.OutOfProcess;

namespace Azsreg.Remoting.Tests.Support;

/// <summary>A recorded exchange from TestData.</summary>
/// <param name="Lines">The packets as they went over the wire.</param>
/// <param name="Others">Lines that are no packets: garbage of a client, a server's own error.</param>
internal sealed record Recording(IReadOnlyList<(bool FromClient, string Line)> Lines, IReadOnlyList<(bool FromClient, string Line)> Others)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "TestData", "recordings");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    public static TheoryData<string> All() => [.. Names];

    public static Recording Load(string name)
    {
        var lines = File.ReadAllText(Path.Combine(Folder, name + ".txt")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', 3))
            .Where(parts => parts.Length == 3 && parts[1] is "C>S" or "S>C")
            .Select(parts => (parts[1] == "C>S", parts[2].Replace("\\r", "\r", StringComparison.Ordinal)))
            .ToLookup(line => line.Item2.TrimStart().StartsWith('<'));
        return new Recording([.. lines[true]], [.. lines[false]]);
    }

    public IEnumerable<Packet> Packets(bool fromClient) =>
        Lines.Where(line => line.FromClient == fromClient).SelectMany(line => Packet.ParseLine(line.Line));
}

/// <summary>Keeps the ciphertext as the text: for recordings whose session key is not known.</summary>
internal sealed class OpaqueCodec : SecureTextCodec
{
    public override string Encode(SecureText value) => value.Reveal();

    public override SecureText Decode(string text) => new(text);
}
