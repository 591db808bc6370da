namespace Azsreg.EndToEnd.Tests;

/// <summary>Watches the journals of an operator's data folder.</summary>
internal sealed class JournalLines : IDisposable
{
    private readonly FileSystemWatcher _watcher;
    private readonly string _folder;
    private readonly int _before;

    /// <summary>Begins to watch.</summary>
    /// <param name="folder">The folder of the journals; made where it is missing, as a watch needs it.</param>
    /// <param name="changed">Told how many lines were written in all, as soon as one more is there.</param>
    public JournalLines(string folder, Action<int> changed)
    {
        Directory.CreateDirectory(folder);
        _folder = folder;
        _before = Read(folder).Count;
        _watcher = new FileSystemWatcher(folder, "*.jsonl") { NotifyFilter = NotifyFilters.Size | NotifyFilters.LastWrite | NotifyFilters.FileName };
        void Tell(object sender, FileSystemEventArgs what) => changed(Count);
        _watcher.Changed += Tell;
        _watcher.Renamed += (sender, what) => Tell(sender, what);
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>How many lines were written since.</summary>
    public int Count => Read(_folder).Count - _before;

    /// <summary>The lines of all journals of a folder, those put aside first.</summary>
    public static IReadOnlyList<string> Read(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal).SelectMany(LinesOf)] : [];

    public void Dispose() => _watcher.Dispose();

    private static string[] LinesOf(string path)
    {
        try
        {
            using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            return file.ReadToEnd().Split('\n')[..^1]; // What follows the last end of a line is none yet.
        }
        catch (FileNotFoundException)
        {
            return []; // Put aside between the listing and the reading; its new name tells.
        }
    }
}
