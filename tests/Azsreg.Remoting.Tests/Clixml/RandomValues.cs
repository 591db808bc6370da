using System.Text;

namespace Azsreg.Remoting.Tests.Clixml;

/// <summary>Any value that CLIXML can hold, from a source of random numbers.</summary>
internal static class RandomValues
{
    private static readonly string[] Pieces = ["_x0041_", "_x", "_", "x0", "<", "&amp;", "]]>", "\"", "'", " ", "\t", "\r\n", "\0", "\u001b", "\u0085", "é", "\u2028", "\ud83d\ude00", "\ud800", "\udfff", "\ufffe", "\uffff", "\ufeff", "abc"];

    public static string Text(Random random)
    {
        var text = new StringBuilder();
        for (var length = random.Next(12); length > 0; length--) text.Append(random.Next(3) == 0 ? ((char)random.Next(0x10000)).ToString() : Pieces[random.Next(Pieces.Length)]);
        return text.ToString();
    }

    public static long Long(Random random) => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);

    public static Guid Id(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    public static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Next(40)];
        random.NextBytes(bytes);
        return bytes;
    }

    public static object Number(Random random) => new decimal((int)Long(random), (int)Long(random), (int)Long(random), random.Next(2) == 0, (byte)random.Next(29));

    public static object Time(Random random, DateTimeKind kind) => new DateTime(random.NextInt64(DateTime.MaxValue.Ticks + 1), kind);

    public static object OffsetTime(Random random)
    {
        var offset = TimeSpan.FromMinutes(random.Next(-14 * 60, (14 * 60) + 1));
        // A time of day with its offset must not leave the years 1 to 9999 in UTC either.
        return new DateTimeOffset(random.NextInt64(TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay), TimeSpan.Zero).ToOffset(offset);
    }

    public static object Version(Random random) => random.Next(3) switch
    {
        0 => new Version(random.Next(), random.Next()),
        1 => new Version(random.Next(), random.Next(), random.Next()),
        _ => new Version(random.Next(), random.Next(), random.Next(), random.Next()),
    };

    public static object Progress(Random random) => new RemoteProgress(Text(random), Text(random))
    {
        ActivityId = random.Next(),
        ParentActivityId = random.Next(-1, 100),
        CurrentOperation = random.Next(2) == 0 ? null : Text(random),
        PercentComplete = random.Next(-1, 101),
        SecondsRemaining = random.Next(-1, 1_000),
        IsCompleted = random.Next(2) == 0,
    };

    /// <summary>A value of one of the primitive types of the table.</summary>
    public static object? Primitive(Random random)
    {
        var entries = ClixmlTable.Entries;
        while (true)
        {
            var entry = entries[random.Next(entries.Count)];
            if (entry.Section.StartsWith("2.2.5.1.", StringComparison.Ordinal)) return entry.Generate(random);
        }
    }

    public static object? Value(Random random, int depth) => depth == 0 ? Primitive(random) : random.Next(6) switch
    {
        0 => Bag(random, depth - 1),
        1 => new RemoteObject(["System.Object[]"], Values(random, depth - 1)),
        2 => new RemoteObject(["System.Collections.Hashtable"], Map(random, depth - 1)),
        _ => Primitive(random),
    };

    public static List<object?> Values(Random random, int depth) => [.. Enumerable.Range(0, random.Next(5)).Select(_ => Value(random, depth))];

    public static RemoteObject Bag(Random random, int depth)
    {
        var bag = random.Next(3) == 0 ? new RemoteObject([]) : new RemoteObject("Type" + random.Next(3));
        if (random.Next(4) == 0) bag.Text = Text(random);
        for (var count = random.Next(1, 5); count > 0; count--) bag["P" + random.Next(100) + Text(random)] = Value(random, depth);
        return bag;
    }

    public static OrderedDictionary<object, object?> Map(Random random, int depth)
    {
        var map = new OrderedDictionary<object, object?>(Remoting.Clixml.ClixmlKeyComparer.Instance);
        for (var count = random.Next(1, 5); count > 0; count--)
        {
            // A hash table has no key that equals another one without case, and none that is null.
            map[Primitive(random) ?? count] = Value(random, depth);
        }
        return map;
    }
}
