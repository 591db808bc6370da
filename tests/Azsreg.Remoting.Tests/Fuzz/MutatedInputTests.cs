using System.Globalization;
using System.Text;
using Azsreg.Remoting.Client;
using Azsreg.Remoting.Clixml;
using Azsreg.Remoting.OutOfProcess;
using Azsreg.Remoting.Protocol;
using Azsreg.Remoting.Tests.Support;
using Azsreg.Remoting.WsMan;

namespace Azsreg.Remoting.Tests.Fuzz;

/// <summary>
/// Every parser of untrusted bytes, fed with mutated recordings. A short run in the suite; AZSREG_FUZZ_COUNT sets how many inputs each
/// parser gets, AZSREG_FUZZ_SEED where the sequence begins.
/// </summary>
public sealed class MutatedInputTests
{
    private static readonly int Count = Setting("AZSREG_FUZZ_COUNT", 2_000);
    private static readonly int Seed = Setting("AZSREG_FUZZ_SEED", 20240229);
    private static readonly IReadOnlyList<Packet> Packets =
        [.. new[] { "a-open-close", "c1-streams", "h1-securestring-credential" }
            .SelectMany(name => Recording.Load(name).Packets(fromClient: true).Concat(Recording.Load(name).Packets(fromClient: false)))];

    [Fact]
    public void Clixml_Mutated_IsReadOrAProtocolError() => Feed(
        Packets.Where(packet => packet.Kind == PacketKind.Data).SelectMany(packet => new FragmentReader(1 << 24).Read(packet.Data)).Select(message => message.Body.ToArray()),
        input => ClixmlReader.Read(input, PlainSecureTextCodec.Instance));

    [Fact]
    public void Fragments_Mutated_AreReadOrAProtocolError() => Feed(
        Packets.Where(packet => packet.Kind == PacketKind.Data).Select(packet => packet.Data.ToArray()), input => new FragmentReader(1 << 20).Read(input));

    [Fact]
    public void Framing_Mutated_IsReadOrAProtocolError() => Feed(
        Packets.Select(packet => packet.ToLine()), input => Packet.ParseLine(Encoding.UTF8.GetString(input)));

    [Fact]
    public void Envelope_Mutated_IsReadOrAProtocolError()
    {
        var connection = new RemotingConnection
        {
            Uri = new Uri("https://azs-ercs01:5986/wsman"), ConfigurationName = "PrivilegedEndpoint", UserName = "u", Password = () => "p", Clock = new ManualClock(),
        };
        var requests = new WsManRequest(connection, Guid.Empty);
        Feed(
            [Encoding.UTF8.GetBytes(requests.Create(Guid.Empty, [1, 2, 3])), Encoding.UTF8.GetBytes(WsManAnswer.Fault(null, WsManFault.TimedOut(), connection.Clock))],
            input => WsManResponse.ReadFault(SoapDocument.Parse(new MemoryStream(input))));
    }

    [Fact]
    public void EncryptedBody_Mutated_IsReadOrAProtocolError() => Feed([EncryptedBody.Write(40, new byte[56], 16)], input => EncryptedBody.Read(input));

    private static void Feed(IEnumerable<byte[]> samples, Action<byte[]> parse)
    {
        var pool = samples.Where(sample => sample.Length > 0).ToList();
        var random = new Random(Seed);
        for (var i = 0; i < Count; i++)
        {
            var input = Mutate(pool[random.Next(pool.Count)], random);
            try
            {
                parse(input);
            }
            catch (RemotingProtocolException)
            {
                continue;
            }
            catch (Exception e)
            {
                Assert.Fail($"Input {i} of seed {Seed} made {e.GetType()}: {Convert.ToBase64String(input)}");
            }
        }
    }

    private static byte[] Mutate(byte[] sample, Random random)
    {
        var bytes = sample.ToArray();
        for (var changes = random.Next(1, 6); changes > 0; changes--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return random.Next(3) switch
        {
            0 => bytes[..random.Next(bytes.Length + 1)],
            1 => [.. bytes[..random.Next(bytes.Length + 1)], .. bytes[random.Next(bytes.Length)..]],
            _ => bytes,
        };
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
