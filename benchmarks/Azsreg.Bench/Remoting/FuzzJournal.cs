using System.IO.MemoryMappedFiles;

namespace Azsreg.Bench;

/// <summary>Which input each worker is at, in memory that outlives a crash of the process.</summary>
internal sealed class FuzzJournal : IDisposable
{
    private const int Workers = 64;
    private const int Slot = 16;

    private static readonly string[] Targets = ["clixml", "fragments", "framing", "requests", "answers", "server", "client", "encrypted-bodies", "ntlm", "http"];

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    public FuzzJournal()
    {
        Directory.CreateDirectory(Folder);
        _file = MemoryMappedFile.CreateFromFile(FilePath, FileMode.Create, null, Workers * Slot);
        _view = _file.CreateViewAccessor();
    }

    public static string Folder { get; } = Path.Combine(Path.GetDirectoryName(BenchFolder.Script)!, ".build", "fuzz");

    private static string FilePath => Path.Combine(Folder, "journal");

    /// <summary>The inputs that were under way when the last process ended, as target:seed:number.</summary>
    public static IReadOnlyList<string> Read()
    {
        if (!File.Exists(FilePath)) return [];
        var bytes = File.ReadAllBytes(FilePath);
        return
        [
            .. Enumerable.Range(0, Workers)
                .Select(worker => (Target: BitConverter.ToInt32(bytes, worker * Slot), Seed: BitConverter.ToInt32(bytes, (worker * Slot) + 4), Index: BitConverter.ToInt64(bytes, (worker * Slot) + 8)))
                .Where(slot => slot.Index > 0)
                .Select(slot => $"{Targets[slot.Target]}:{slot.Seed}:{slot.Index}"),
        ];
    }

    public void Write(int worker, string target, int seed, long index)
    {
        var at = worker % Workers * Slot;
        _view.Write(at, Array.IndexOf(Targets, target));
        _view.Write(at + 4, seed);
        _view.Write(at + 8, index);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
