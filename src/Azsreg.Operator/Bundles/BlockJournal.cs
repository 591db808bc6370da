using System.Globalization;
using System.Text;

namespace Azsreg.Operator.Bundles;

/// <summary>
/// Which blocks of an unfinished file are on the disk: a line that says of what, then a line a block, written after the block. What a kill tore
/// off is fetched again.
/// </summary>
internal sealed class BlockJournal : IDisposable
{
    private readonly FileStream _file;
    private readonly HashSet<int> _done;
    private readonly Lock _writing = new();

    private BlockJournal(FileStream file, HashSet<int> done) => (_file, _done) = (file, done);

    public int Count
    {
        get
        {
            lock (_writing) return _done.Count;
        }
    }

    /// <summary>Opens a journal; one of something else, such as a former version of the blob, is started over.</summary>
    /// <param name="path">The file.</param>
    /// <param name="subject">What the blocks are of: a single line.</param>
    public static BlockJournal Open(string path, string subject)
    {
        var done = Read(path, subject) ?? [];
        // Written anew, so that a torn last line does not run into the next one.
        var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        file.Write(Encoding.UTF8.GetBytes(string.Concat([subject + "\n", .. done.Select(Line)])));
        file.Flush();
        return new BlockJournal(file, done);
    }

    /// <summary>The blocks a journal tells of; null where there is none of that subject.</summary>
    public static HashSet<int>? Read(string path, string subject)
    {
        if (!File.Exists(path)) return null;
        using var reader = new StreamReader(path, Encoding.UTF8);
        var lines = reader.ReadToEnd().Split('\n');
        // What stands behind the last line end was torn, and is empty where nothing was.
        return lines[0] != subject || lines.Length < 2
            ? null
            : [.. lines[1..^1].Select(line => int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var block) ? block : -1).Where(block => block >= 0)];
    }

    public bool IsDone(int block)
    {
        lock (_writing) return _done.Contains(block);
    }

    public void Add(int block)
    {
        lock (_writing)
        {
            _done.Add(block);
            _file.Write(Encoding.ASCII.GetBytes(Line(block)));
            _file.Flush();
        }
    }

    public void Dispose() => _file.Dispose();

    private static string Line(int block) => string.Create(CultureInfo.InvariantCulture, $"{block}\n");
}
