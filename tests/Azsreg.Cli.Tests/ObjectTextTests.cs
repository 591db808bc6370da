using System.Text.Json;
using Azsreg.Cli.Rendering;
using Azsreg.Remoting;

namespace Azsreg.Cli.Tests;

public sealed class ObjectTextTests
{
    [Fact]
    public void Flush_ObjectsOfOneType_ShareATable() => Text(
            new RemoteObject("Thing") { ["Name"] = "one", ["Count"] = 1 }, new RemoteObject("Thing") { ["Name"] = "three", ["Count"] = 30 })
        .ShouldBe("Name   Count\none        1\nthree     30\n");

    [Fact]
    public void Flush_OneObjectOfManyProperties_IsAList() => Text(
            new RemoteObject { ["A"] = 1, ["Bee"] = new List<object?> { "x", "y" }, ["C"] = new RemoteObject { ["Inner"] = true }, ["D"] = null })
        .ShouldBe("A        1\nBee      x, y\nC\n  Inner  True\nD\n");

    [Fact]
    public void Add_TextBetweenObjects_KeepsTheOrder() => Text(new RemoteObject { ["A"] = 1 }, "text", new RemoteObject { ["A"] = 2 })
        .ShouldBe("A\n1\ntext\nA\n2\n");

    [Fact]
    public void Add_ControlCharactersOfAPeer_DoNotReachTheTerminal() => Text("a\u001b[2Jb").ShouldBe("a\uFFFD[2Jb\n");

    [Fact]
    public void Flush_Time_IsSortableAndSaysUtc() => Text(new RemoteObject { ["At"] = new DateTime(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc) })
        .ShouldBe("At\n2026-03-04 05:06:07Z\n");

    [Fact]
    public void ToJson_EveryShape_IsDataWithoutSecrets()
    {
        var value = new RemoteObject
        {
            ["Text"] = "x",
            ["Number"] = 5L,
            ["Secret"] = new SecureText("hunter2"),
            ["Choice"] = new RemoteObject(["System.Management.Automation.JobState", "System.Enum"], 1) { Text = "Running" },
            ["Map"] = new Dictionary<object, object?> { ["k"] = new List<object?> { 1, null } },
            ["PSComputerName"] = "localhost",
        };

        JsonSerializer.Serialize(RemoteValues.ToJson(value)).ShouldBe("""{"Text":"x","Number":5,"Secret":"***","Choice":"Running","Map":{"k":[1,null]}}""");
    }

    private static string Text(params object?[] values)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var text = new ObjectText(writer, new Style(false), 80);
        foreach (var value in values) text.Add(value);
        text.Flush();
        return writer.ToString();
    }
}
