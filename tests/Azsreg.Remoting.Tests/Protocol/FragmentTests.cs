using Azsreg.Remoting.Protocol;
using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.Remoting.Tests.Protocol;

public sealed class FragmentTests
{
    private static readonly Guid Pool = Guid.Parse("7d4fc2e1-737f-4be6-bedc-533fdac4f1f3");

    [Fact]
    public void Write_OneSmallMessage_IsTheLiteralBytes()
    {
        var fragments = new FragmentWriter().Write(RemotingMessage.Create(MessageDestination.Server, MessageType.PublicKeyRequest, Pool, Guid.Empty, "<S></S>"));

        Convert.ToHexString(fragments.ShouldHaveSingleItem()).ShouldBe(
            "0000000000000001" + "0000000000000000" + "03" + "00000032"
            + "02000000" + "07000100" + "E1C24F7D7F73E64BBEDC533FDAC4F1F3" + "00000000000000000000000000000000"
            + "EFBBBF" + Convert.ToHexString("<S></S>"u8));
    }

    [Fact]
    public void Write_EmptyBody_HasNoMark()
    {
        var message = RemotingMessage.Create(MessageDestination.Server, MessageType.EndOfPipelineInput, Pool, Pool, "");

        message.ToBytes().Length.ShouldBe(RemotingMessage.HeaderLength);
    }

    [Fact]
    public void Read_AnyMessagesInterleaved_AreTheSameMessages() =>
        Prop.ForAll(ArbMap.Default.GeneratorFor<byte[]>().Where(b => b is not null).ListOf().Zip(Gen.Choose(22, 80)).Zip(ArbMap.Default.GeneratorFor<int>()).ToArbitrary(), sample =>
        {
            var ((bodies, size), seed) = sample;
            var writer = new FragmentWriter(size);
            var queues = bodies.Take(8).Select(body => new Queue<byte[]>(writer.Write(new(MessageDestination.Client, MessageType.PipelineOutput, Pool, Pool, body)))).ToList();
            var reader = new FragmentReader(1 << 20);
            var random = new Random(seed);
            var read = new List<byte[]>();
            while (queues.Any(queue => queue.Count > 0))
            {
                var open = queues.Where(queue => queue.Count > 0).ToList();
                read.AddRange(reader.Read(open[random.Next(open.Count)].Dequeue()).Select(message => message.Body.ToArray()));
            }
            return read.Select(Convert.ToHexString).Order(StringComparer.Ordinal).SequenceEqual(bodies.Take(8).Select(Convert.ToHexString).Order(StringComparer.Ordinal));
        }).CheckSeeded(200);

    [Fact]
    public void Read_FragmentOutOfOrder_IsAProtocolError()
    {
        var fragments = new FragmentWriter(64).Write(new(MessageDestination.Client, MessageType.PipelineOutput, Pool, Pool, new byte[200]));
        var reader = new FragmentReader(1 << 20);
        reader.Read(fragments[0]);

        Should.Throw<RemotingProtocolException>(() => reader.Read(fragments[2]));
    }

    [Fact]
    public void Read_FragmentCutOff_IsAProtocolError()
    {
        var fragment = new FragmentWriter().Write(new(MessageDestination.Client, MessageType.PipelineOutput, Pool, Pool, new byte[20]))[0];

        Should.Throw<RemotingProtocolException>(() => new FragmentReader(1 << 20).Read(fragment.AsMemory(0, fragment.Length - 1)));
    }

    [Fact]
    public void Read_MessageLargerThanAllowed_IsAProtocolErrorBeforeItIsWhole()
    {
        var fragments = new FragmentWriter(1_000).Write(new(MessageDestination.Client, MessageType.PipelineOutput, Pool, Pool, new byte[10_000]));
        var reader = new FragmentReader(2_000);
        reader.Read(fragments[0]);
        reader.Read(fragments[1]);

        Should.Throw<RemotingProtocolException>(() => reader.Read(fragments[2]));
    }

    [Fact]
    public void Read_ManyMessagesBegun_IsAProtocolError()
    {
        var writer = new FragmentWriter(64);
        var reader = new FragmentReader(1 << 20, maxOpen: 4);
        for (var i = 0; i < 4; i++) reader.Read(First());

        Should.Throw<RemotingProtocolException>(() => reader.Read(First()));

        byte[] First() => writer.Write(new(MessageDestination.Client, MessageType.PipelineOutput, Pool, Pool, new byte[100]))[0];
    }

    [Fact]
    public void Read_MutatedFragments_NeverFailsOtherwise()
    {
        var random = new Random(4711);
        for (var i = 0; i < 20_000; i++)
        {
            var reader = new FragmentReader(1 << 16);
            var bytes = new FragmentWriter(64).Write(new(MessageDestination.Client, MessageType.PipelineOutput, Pool, Pool, new byte[random.Next(200)])).SelectMany(f => f).ToArray();
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                reader.Read(bytes);
            }
            catch (RemotingProtocolException e)
            {
                e.Message.ShouldNotBeEmpty();
            }
        }
    }
}
