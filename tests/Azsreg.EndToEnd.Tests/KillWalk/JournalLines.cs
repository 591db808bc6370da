namespace Azsreg.EndToEnd.Tests;

/// <summary>Watches the journals of an operator's data folder.</summary>
internal sealed class JournalLines : IDisposable
{
    private readonly string _folder;
    private readonly FileSystemWatcher _watcher;

    /// <summary>Begins to watch.</summary>
    /// <param name="folder">The folder of the journals; made where it is missing, as a watch needs it.</param>
    /// <param name="changed">Told how many lines were written in all, as soon as one more is there.</param>
    public JournalLines(string folder, Action<int> changed)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        var before = Count();
        _watcher = new FileSystemWatcher(_folder, "*.jsonl") { NotifyFilter = NotifyFilters.Size | NotifyFilters.LastWrite | NotifyFilters.FileName };
        void Tell(object sender, FileSystemEventArgs what) => changed(Count() - before);
        _watcher.Changed += Tell;
        _watcher.Renamed += (sender, what) => Tell(sender, what);
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>The lines in all journals.</summary>
    public static int Count(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.jsonl").Sum(LinesIn) : 0;

    public void Dispose() => _watcher.Dispose();

    private int Count() => Count(_folder);

    private static int LinesIn(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var lines = 0;
            for (int next; (next = file.ReadByte()) >= 0;)
                lines += next == '\n' ? 1 : 0;
            return lines;
        }
        catch (FileNotFoundException)
        {
            return 0; // Put aside between the listing and the reading; its new name tells.
        }
    }
}
