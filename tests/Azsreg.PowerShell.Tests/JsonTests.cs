using System.Text.Json;
using Azsreg.PowerShell.Json;

namespace Azsreg.PowerShell.Tests;

/// <summary>The module's JSON, written by itself and read with the framework's reader.</summary>
public sealed class JsonTests
{
    [Fact]
    public void Of_AnyText_IsAsciiAndComesBack()
    {
        var random = new Random(20261122);
        for (var round = 0; round < 2_000; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => Character(random))]);

            var json = JsonText.Of(new Dictionary<string, object?> { ["text"] = text });

            json.ShouldAllBe(character => character >= ' ' && character <= '~');
            JsonDocument.Parse(json).RootElement.GetProperty("text").GetString().ShouldBe(text);
            JsonValue.Parse(json).TextOf("text").ShouldBe(text);
        }
    }

    [Fact]
    public void Of_EveryKind_IsTheLiteralJson() =>
        JsonText.Of(new Dictionary<string, object?>
        {
            ["null"] = null, ["true"] = true, ["number"] = 7L, ["list"] = new[] { "a", "b\\\"" }, ["object"] = new Dictionary<string, object?> { ["x"] = "ü" },
        }).ShouldBe("""{"null":null,"true":true,"number":7,"list":["a","b\\\""],"object":{"x":"\u00fc"}}""");

    [Fact]
    public void Parse_EveryKind_IsRead()
    {
        var value = JsonValue.Parse("""{"text":"a b","number":-7,"on":true,"none":null,"list":["x","y"],"rows":[{"name":"n"}],"with space":"s","1st":"f","$x":{"y":"z"}}""");

        value.TextOf("text").ShouldBe("a b");
        value.NumberOf("number").ShouldBe(-7);
        value.FlagOf("on").ShouldBe(true);
        value["none"].ShouldBeNull();
        value["missing"].ShouldBeNull();
        value.TextOf("list").ShouldBeNull();
        value.TextsOf("list").ShouldBe(["x", "y"]);
        value["rows"]!.Items.Single().TextOf("name").ShouldBe("n");
        value.TextOf("with space").ShouldBe("s");
        value.TextOf("1st").ShouldBe("f");
        value["$x"]!.TextOf("y").ShouldBe("z");
    }

    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("""{"a":""")]
    [InlineData("<xml/>")]
    public void Parse_NoJson_IsAFormatException(string text) => Should.Throw<FormatException>(() => JsonValue.Parse(text));

    [Fact]
    public void Parse_MutatedJson_IsReadOrAFormatException()
    {
        var random = new Random(7);
        const string Whole = """{"type":"result","id":12,"value":{"a":[1,"two",null,true],"b":"\u00fc\\\""}}""";
        for (var round = 0; round < 5_000; round++)
        {
            var characters = Whole.ToCharArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--) characters[random.Next(characters.Length)] = (char)random.Next(1, 128);
            try
            {
                JsonValue.Parse(new string(characters))["value"]?["a"]?.Items.Count.ShouldBeGreaterThanOrEqualTo(0);
            }
            catch (FormatException)
            {
                // As it should be.
            }
        }
    }

    private static char Character(Random random) => random.Next(4) switch
    {
        0 => (char)random.Next(0x20),
        1 => (char)random.Next(0x80, 0xD800),
        2 => "\"\\/\u2028\u007f"[random.Next(5)],
        _ => (char)random.Next(0x20, 0x7f),
    };
}
