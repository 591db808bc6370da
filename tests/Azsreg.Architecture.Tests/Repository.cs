using System.Xml.Linq;

namespace Azsreg.Architecture.Tests;

/// <summary>The source tree this test was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The rooms: every project below <c>src</c>, by its short name, with the rooms it refers to.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> Rooms { get; } = Directory
        .EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
        .ToDictionary(ShortName, References);

    /// <summary>All C# files below <c>src</c>.</summary>
    public static IEnumerable<string> Sources => Files("src");

    /// <summary>All C# files below <c>tests</c>.</summary>
    public static IEnumerable<string> TestSources => Files("tests");

    private static IEnumerable<string> Files(string folder) => Directory
        .EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static string ShortName(string project) => Path.GetFileNameWithoutExtension(project)["Azsreg.".Length..];

    private static IReadOnlySet<string> References(string project) => XDocument.Load(project)
        .Descendants("ProjectReference")
        .Select(reference => ShortName(reference.Attribute("Include")!.Value.Replace('\\', '/').Split('/')[^1]))
        .ToHashSet();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "azsreg.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The test does not run below its source tree.");
    }
}
