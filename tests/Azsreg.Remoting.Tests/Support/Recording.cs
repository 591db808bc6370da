using Azsreg.Remoting.Clixml;
using Azsreg.Remoting.OutOfProcess;

namespace Azsreg.Remoting.Tests.Support;

/// <summary>A recorded exchange from TestData.</summary>
internal sealed record Recording(IReadOnlyList<(bool FromClient, string Line)> Lines)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "TestData", "recordings");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    public static TheoryData<string> All() => [.. Names];

    public static Recording Load(string name) => new(
    [
        .. File.ReadAllText(Path.Combine(Folder, name + ".txt")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', 3))
            .Where(parts => parts.Length == 3 && parts[1] is "C>S" or "S>C")
            .Select(parts => (parts[1] == "C>S", parts[2].Replace("\\r", "\r", StringComparison.Ordinal))),
    ]);

    public IEnumerable<Packet> Packets(bool fromClient) =>
        Lines.Where(line => line.FromClient == fromClient && line.Line.Length > 0).SelectMany(line => Packet.ParseLine(line.Line));
}

/// <summary>Keeps the ciphertext as the text: for recordings whose session key is not known.</summary>
internal sealed class OpaqueCodec : SecureTextCodec
{
    public override string Encode(SecureText value) => value.Reveal();

    public override SecureText Decode(string text) => new(text);
}
