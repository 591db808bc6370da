using Azsreg.Hosting;
using Azsreg.Protocol;

namespace Azsreg.Cli.Roles;

/// <summary>The stamps that keep their data in a folder.</summary>
internal static class StampFolder
{
    public static IReadOnlyList<string> Names(DataFolder folder)
    {
        var stamps = new DirectoryInfo(Path.Combine(folder.Path, "stamps"));
        return stamps.Exists ? [.. stamps.GetDirectories().Select(stamp => stamp.Name).Order(StringComparer.OrdinalIgnoreCase)] : [];
    }

    /// <exception cref="CataloguedException">There is none, or more than one (AZR1001).</exception>
    public static string Only(DataFolder folder) => Names(folder) switch
    {
        [var name] => name,
        [] => throw new CataloguedException(ErrorCatalogue.InvalidOption, $"No stamp was ever started in '{folder.Path}'. Name the data folder of the one that is meant with --data.", ["azsreg up"]),
        var names => throw new CataloguedException(ErrorCatalogue.InvalidOption, $"There are {names.Count} stamps in '{folder.Path}' ({string.Join(", ", names)}); say which with --stamp."),
    };
}
