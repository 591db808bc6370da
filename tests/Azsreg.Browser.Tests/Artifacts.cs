namespace Azsreg.Browser.Tests;

/// <summary>What people may look at after a run: <c>artifacts/portal</c> of the repository, which git ignores.</summary>
internal static class Artifacts
{
    private static readonly string Folder = Directory.CreateDirectory(Path.Combine(Root(), "artifacts", "portal")).FullName;

    /// <summary>A picture of the README.</summary>
    public static string Picture(string name) => Path.Combine(Directory.CreateDirectory(Path.Combine(Root(), "docs", "images")).FullName, $"portal-{name}.png");

    public static string Of(string name) => Path.Combine(Folder, name);

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "azsreg.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException("These tests run within the repository.");
    }
}
