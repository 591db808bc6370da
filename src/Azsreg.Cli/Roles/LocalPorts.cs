using System.Text.Json;
using Azsreg.Hosting;

namespace Azsreg.Cli.Roles;

/// <summary>
/// The ports of <c>up</c>. With base 0 any free ones are taken at the first start and the same ones again later, as what is registered on
/// both sides holds the URLs.
/// </summary>
internal sealed record LocalPorts
{
    public const int DefaultBase = 20000;

    /// <summary>Ten stamps fit below the base's next round number, and every port below 65,536.</summary>
    public const int MostStamps = 16;

    /// <summary>The highest base: the last stamp's ports still fit.</summary>
    public const int HighestBase = 65535 - (10 * MostStamps) - 3;

    public int Azure { get; init; }

    /// <summary>The commerce pages of the Azure side; 0 in a folder from before there were any.</summary>
    public int Commerce { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyList<int>> Stamps { get; init; } = new Dictionary<string, IReadOnlyList<int>>();

    /// <summary>The ports of the stamps' SSH servers.</summary>
    public IReadOnlyDictionary<string, int> Ssh { get; init; } = new Dictionary<string, int>();

    public static LocalPorts FromBase(int portBase, IReadOnlyList<string> stamps) => new()
    {
        Azure = portBase,
        Commerce = portBase + 2,
        Stamps = stamps.Select((name, index) => (name, port: portBase + (10 * (index + 1))))
            .ToDictionary(stamp => stamp.name, IReadOnlyList<int> (stamp) => [stamp.port, stamp.port + 1, stamp.port + 2]),
        Ssh = stamps.Select((name, index) => (name, port: portBase + (10 * (index + 1)) + 3)).ToDictionary(stamp => stamp.name, stamp => stamp.port),
    };

    public static LocalPorts ReadOrAny(DataFolder folder)
    {
        try
        {
            return JsonSerializer.Deserialize<LocalPorts>(File.ReadAllBytes(PathOf(folder))) ?? new LocalPorts();
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return new LocalPorts(); // The first start, or a damaged note: any port will do.
        }
    }

    public void Write(DataFolder folder) => OwnedFile.Replace(PathOf(folder), JsonSerializer.SerializeToUtf8Bytes(this));

    public int Admin(string stamp) => Stamps.TryGetValue(stamp, out var ports) && ports is [var port, ..] ? port : 0;

    public int PrivilegedEndpoint(string stamp) => Stamps.TryGetValue(stamp, out var ports) && ports is [_, var port, ..] ? port : 0;

    /// <summary>The portal's; 0 in a folder from before there was one.</summary>
    public int Portal(string stamp) => Stamps.TryGetValue(stamp, out var ports) && ports is [_, _, var port, ..] ? port : 0;

    /// <summary>The same with other ports for the portals: the first stamp's, and each next one ten higher; 0 for any free ones.</summary>
    public LocalPorts WithPortals(int first, IReadOnlyList<string> stamps) => this with
    {
        Stamps = stamps.Select((name, index) => (name, port: first == 0 ? 0 : first + (10 * index)))
            .ToDictionary(stamp => stamp.name, IReadOnlyList<int> (stamp) => [Admin(stamp.name), PrivilegedEndpoint(stamp.name), stamp.port]),
    };

    public int SshServer(string stamp) => Ssh.GetValueOrDefault(stamp);

    private static string PathOf(DataFolder folder) => Path.Combine(folder.Path, "local-ports.json");
}
