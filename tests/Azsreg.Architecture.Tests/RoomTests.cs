namespace Azsreg.Architecture.Tests;

/// <summary>Who may know whom: the two sides and the tools meet on the wire only, so that each also works with its real counterpart.</summary>
public sealed class RoomTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Protocol"] = [],
        ["Remoting"] = [],
        ["Hosting"] = ["Protocol"],
        ["Identity"] = ["Protocol", "Hosting"],
        ["ArmServer"] = ["Protocol", "Hosting"],
        ["AzureClient"] = ["Protocol"],
        ["Cloud"] = ["Protocol", "Hosting", "Identity", "ArmServer"],
        ["Stamp"] = ["Protocol", "Hosting", "Identity", "ArmServer", "AzureClient", "Remoting"],
        ["Operator"] = ["Protocol", "Hosting", "AzureClient", "Remoting"],
        ["Portal"] = ["Protocol", "Hosting", "Stamp", "Operator", "AzureClient"],
        ["Cli"] = ["Protocol", "Hosting", "Identity", "ArmServer", "AzureClient", "Cloud", "Stamp", "Operator", "Portal", "Remoting"],
    };

    public static TheoryData<string> RoomNames => [.. Repository.Rooms.Keys];

    [Theory]
    [MemberData(nameof(RoomNames))]
    public void References_Room_AreAllowed(string room) =>
        Repository.Rooms[room].Except(Allowed[room]).ShouldBeEmpty($"{room} knows a room it may not know");

    [Theory]
    [InlineData("Cloud", "Stamp")]
    [InlineData("Stamp", "Cloud")]
    [InlineData("Operator", "Cloud")]
    [InlineData("Operator", "Stamp")]
    [InlineData("Operator", "Identity")]
    [InlineData("Operator", "ArmServer")]
    public void References_RoomsThatMeetOnTheWire_AreNotThereEvenIndirectly(string room, string stranger) =>
        Reachable(room).ShouldNotContain(stranger);

    [Theory]
    [InlineData("Protocol")]
    [InlineData("Remoting")]
    public void References_GroundRoom_KnowsNothingOfOurs(string room) => Repository.Rooms[room].ShouldBeEmpty();

    [Theory]
    [InlineData("Protocol", "System.IO.File", "System.Net.Http", "System.Net.Sockets")]
    public void Sources_RoomWithoutIo_NamesNoIo(string room, params string[] namespaces)
    {
        var files = Repository.Sources.Where(file => file.Contains($"Azsreg.{room}{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

        files.Where(file => namespaces.Any(File.ReadAllText(file).Contains)).ShouldBeEmpty();
    }

    [Fact]
    public void References_PowerShellModule_AreNoneOfOursAndNothingThatIsShipped()
    {
        var project = System.Xml.Linq.XDocument.Load(Path.Combine(Repository.Root, "powershell", "Azsreg.PowerShell", "Azsreg.PowerShell.csproj"));

        project.Descendants("ProjectReference").ShouldBeEmpty();
        project.Descendants("PackageReference").Select(package => ((string?)package.Attribute("Include"), (string?)package.Attribute("PrivateAssets")))
            .ShouldBe([("PowerShellStandard.Library", "all")]);
    }

    private static HashSet<string> Reachable(string room)
    {
        var seen = new HashSet<string>();
        var open = new Stack<string>([room]);
        while (open.TryPop(out var next))
        {
            foreach (var reference in Repository.Rooms.TryGetValue(next, out var references) ? references : new HashSet<string>())
            {
                if (seen.Add(reference))
                    open.Push(reference);
            }
        }

        return seen;
    }
}
