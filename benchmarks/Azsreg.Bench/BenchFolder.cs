namespace Azsreg.Bench;

/// <summary>A data folder for one bench, and the program as users start it.</summary>
internal sealed class BenchFolder : IDisposable
{
    public const string Password = "Bench-Passw0rd-of-a-sample";

    public string Path { get; } = Directory.CreateTempSubdirectory("azsreg-bench-").FullName;

    /// <summary>The start script at the root of the sources.</summary>
    public static string Script { get; } = FindScript();

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static string FindScript()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "azsreg.slnx")))
            {
                return System.IO.Path.Combine(folder.FullName, OperatingSystem.IsWindows() ? "azsreg.cmd" : "azsreg");
            }
        }

        throw new InvalidOperationException("The bench runs within the sources' folder.");
    }
}
