using System.Text;
using Azsreg.Remoting.Clixml;
using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.Remoting.Tests.Clixml;

public sealed class ClixmlPropertyTests
{
    private static readonly Gen<object?> Primitive = Gen.OneOf(
        Gen.Constant<object?>(null),
        ArbMap.Default.GeneratorFor<string>().Where(text => text is not null).Select(text => (object?)text),
        ArbMap.Default.GeneratorFor<char>().Select(value => (object?)value),
        ArbMap.Default.GeneratorFor<bool>().Select(value => (object?)value),
        ArbMap.Default.GeneratorFor<byte>().Select(value => (object?)value),
        ArbMap.Default.GeneratorFor<sbyte>().Select(value => (object?)value),
        ArbMap.Default.GeneratorFor<short>().Select(value => (object?)value),
        ArbMap.Default.GeneratorFor<ushort>().Select(value => (object?)value),
        ArbMap.Default.GeneratorFor<int>().Select(value => (object?)value),
        ArbMap.Default.GeneratorFor<uint>().Select(value => (object?)value),
        ArbMap.Default.GeneratorFor<long>().Select(value => (object?)value),
        ArbMap.Default.GeneratorFor<ulong>().Select(value => (object?)value),
        ArbMap.Default.GeneratorFor<float>().Select(value => (object?)value),
        ArbMap.Default.GeneratorFor<double>().Select(value => (object?)value),
        ArbMap.Default.GeneratorFor<decimal>().Select(value => (object?)value),
        ArbMap.Default.GeneratorFor<DateTime>().Select(value => (object?)DateTime.SpecifyKind(value, DateTimeKind.Utc)),
        ArbMap.Default.GeneratorFor<DateTime>().Select(value => (object?)DateTime.SpecifyKind(value, DateTimeKind.Unspecified)),
        ArbMap.Default.GeneratorFor<DateTimeOffset>().Select(value => (object?)value),
        ArbMap.Default.GeneratorFor<TimeSpan>().Select(value => (object?)value),
        ArbMap.Default.GeneratorFor<Guid>().Select(value => (object?)value),
        ArbMap.Default.GeneratorFor<byte[]>().Where(value => value is not null).Select(value => (object?)value),
        ArbMap.Default.GeneratorFor<string>().Where(text => text is not null).Select(text => (object?)new SecureText(text)),
        ArbMap.Default.GeneratorFor<string>().Where(text => text is not null).Select(text => (object?)new ScriptText(text)),
        ArbMap.Default.GeneratorFor<string>().Where(text => text is not null).Select(text => (object?)new XmlText(text)));

    private static Gen<object?> Value(int depth) => depth == 0 ? Primitive : Gen.OneOf(
        Primitive,
        Value(depth - 1).ListOf().Select(items => (object?)new RemoteObject(["System.Object[]"], items.ToList())),
        Value(depth - 1).ListOf().Select(items => (object?)new RemoteObject(["System.Collections.Queue"], new Queue<object?>(items))),
        Value(depth - 1).ListOf().Select(items => (object?)new RemoteObject(["System.Collections.Stack"], new Stack<object?>(items))),
        ArbMap.Default.GeneratorFor<string>().Where(name => !string.IsNullOrEmpty(name)).Zip(Value(depth - 1)).ListOf().Select(pairs =>
        {
            var bag = new RemoteObject("Bag");
            foreach (var (name, value) in pairs) bag[name] = value;
            return (object?)bag;
        }),
        ArbMap.Default.GeneratorFor<int>().Zip(Value(depth - 1)).ListOf().Select(pairs =>
        {
            var map = new OrderedDictionary<object, object?>();
            foreach (var (key, value) in pairs) map[key] = value;
            return (object?)new RemoteObject(["System.Collections.Hashtable"], map);
        }));

    [Fact]
    public void Read_WhatWriteWrote_IsWrittenTheSame() => Prop.ForAll(Value(3).ToArbitrary(), value =>
    {
        var xml = ClixmlWriter.Write(value, PlainSecureTextCodec.Instance);
        var again = ClixmlWriter.Write(ClixmlReader.Read(xml, PlainSecureTextCodec.Instance), PlainSecureTextCodec.Instance);
        return again == xml;
    }).CheckSeeded(500);

    [Fact]
    public void Read_PrimitiveWrittenByWrite_IsEqual() => Prop.ForAll(Primitive.ToArbitrary(), value =>
    {
        var read = ClixmlReader.Read(Encoding.UTF8.GetBytes(ClixmlWriter.Write(value, PlainSecureTextCodec.Instance)), PlainSecureTextCodec.Instance);
        return value is byte[] bytes ? bytes.SequenceEqual((byte[])read!) : Equals(value, read);
    }).CheckSeeded(1_000);

    [Fact]
    public void Read_SecretUnderASessionKey_IsTheSecret()
    {
        var codec = new AesSecureTextCodec([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
        Prop.ForAll(ArbMap.Default.GeneratorFor<string>().Where(text => text is not null).ToArbitrary(), text =>
            codec.Decode(codec.Encode(new SecureText(text))).Equals(new SecureText(new string(text)))).CheckSeeded();
    }

    [Fact]
    public void Read_MutatedDocument_IsReadOrAProtocolError() =>
        Prop.ForAll(Value(2).Zip(ArbMap.Default.GeneratorFor<int>()).ToArbitrary(), pair =>
        {
            var bytes = Encoding.UTF8.GetBytes(ClixmlWriter.Write(pair.Item1, PlainSecureTextCodec.Instance));
            var random = new Random(pair.Item2);
            for (var i = 0; i < 3; i++) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                ClixmlReader.Read(bytes, PlainSecureTextCodec.Instance);
            }
            catch (RemotingProtocolException)
            {
                return true;
            }
            return true;
        }).CheckSeeded(2_000);
}
