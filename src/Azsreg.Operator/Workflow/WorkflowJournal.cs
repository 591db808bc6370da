using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azsreg.Protocol;

namespace Azsreg.Operator.Workflow;

/// <summary>
/// The record of one run: JSON lines, forced to disk before and after every act. While it is open no second run of the same
/// command on the same target can start. A run that ended in any way but <see cref="Close"/> leaves it behind, and the next
/// run reads from it what was made and by whom; what is true it always asks the two sides.
/// </summary>
internal sealed class WorkflowJournal : IDisposable
{
    /// <summary>A run writes some forty lines; a file beyond this was not written by us.</summary>
    private const int LongestJournal = 1 << 20;

    private const int LongestFact = 400;

    /// <summary>How many closed journals are kept for reading afterwards.</summary>
    private const int KeptJournals = 50;

    private readonly FileStream _file;
    private readonly string _path;
    private readonly string _workflow;
    private readonly string _target;
    private readonly TimeProvider _clock;
    private readonly Dictionary<string, StepMemory> _memory = new(StringComparer.Ordinal);
    private bool _closed;

    private WorkflowJournal(FileStream file, string path, string workflow, string target, TimeProvider clock)
    {
        _file = file;
        _path = path;
        _workflow = workflow;
        _target = target;
        _clock = clock;
    }

    /// <summary>When the interrupted run began whose journal this continues; null for a fresh one.</summary>
    public DateTimeOffset? ResumedFrom { get; private set; }

    /// <summary>Whether any act of this run, earlier attempts included, may have changed something that still stands.</summary>
    public bool HasEffects => _memory.Values.Any(memory => memory.Touched);

    /// <summary>Opens the unfinished journal of this command and target, or starts an empty one.</summary>
    /// <param name="directory">Made when missing.</param>
    /// <param name="workflow">The workflow's name; part of the file name.</param>
    /// <param name="target">What the command works on; a resumed run must name the same.</param>
    /// <param name="clock">Times the lines.</param>
    /// <exception cref="CataloguedException">Another process is running the same command.</exception>
    public static WorkflowJournal Open(string directory, string workflow, string target, TimeProvider clock)
    {
        Directory.CreateDirectory(directory);
        var path = PathOf(directory, workflow, target);
        FileStream file;
        try
        {
            // FileShare.None is what keeps a second run out; the system drops it when the process dies, however it dies.
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 4096, FileOptions.None);
        }
        catch (IOException inUse) when (File.Exists(path))
        {
            throw new CataloguedException(
                ErrorCatalogue.CommandAlreadyRunning, $"Another azsreg is running '{workflow}' for {target}.", inner: inUse);
        }

        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var journal = new WorkflowJournal(file, path, workflow, target, clock);
        try
        {
            journal.Load();
            return journal;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>What an unfinished journal of this command remembers, without opening it for writing: for a plan.</summary>
    public static Func<string, StepMemory> Peek(string directory, string workflow, string target)
    {
        var path = PathOf(directory, workflow, target);
        if (!File.Exists(path)) return _ => StepMemory.Nothing;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var (lines, _, _) = ReadLines(file);
            var memory = new Dictionary<string, StepMemory>(StringComparer.Ordinal);
            foreach (var line in lines)
            {
                if (line.Event == JournalLine.Closed) memory.Clear();
                Remember(memory, line);
            }

            return step => memory.GetValueOrDefault(step, StepMemory.Nothing);
        }
        catch (IOException)
        {
            // A run holds it at this moment; the plan then shows what the two sides say, which is never wrong.
            return _ => StepMemory.Nothing;
        }
    }

    public StepMemory MemoryOf(string step) => _memory.GetValueOrDefault(step, StepMemory.Nothing);

    /// <summary>Written before an act: from here on the effect may be there.</summary>
    public void Acting(string step) => Append(new JournalLine { Event = JournalLine.Acting, At = _clock.GetUtcNow(), Step = step });

    /// <summary>Written in the middle of an act, before it goes on.</summary>
    /// <exception cref="ArgumentException">The value is too long, or looks like a token or key: those never reach a journal.</exception>
    public void Note(string step, string fact, string value)
    {
        // Every signed token in use here is a JWS, whose header always encodes to these three letters.
        if (value.Length > LongestFact || value.StartsWith("eyJ", StringComparison.Ordinal))
            throw new ArgumentException($"The value of '{fact}' must not be written to a journal.", nameof(value));
        Append(new JournalLine
        {
            Event = JournalLine.Noted,
            At = _clock.GetUtcNow(),
            Step = step,
            Facts = new Dictionary<string, string> { [fact] = value },
        });
    }

    /// <summary>Written after an act was proved.</summary>
    public void Acted(string step) => Append(new JournalLine { Event = JournalLine.Acted, At = _clock.GetUtcNow(), Step = step });

    /// <summary>Written after an effect was taken back.</summary>
    public void Undone(string step) => Append(new JournalLine { Event = JournalLine.Undone, At = _clock.GetUtcNow(), Step = step });

    /// <summary>Ends the run: the journal is put aside and the next run starts afresh.</summary>
    public void Close(string outcome)
    {
        if (_file.Length > 0) Append(new JournalLine { Event = JournalLine.Closed, At = _clock.GetUtcNow(), Outcome = outcome });
        _closed = true;
    }

    public void Dispose()
    {
        var empty = _file.Length == 0;
        // Moved while still locked: between the two a second run would read a closed journal as its own.
        if (empty) File.Delete(_path);
        else if (_closed) PutAside("closed");
        _file.Dispose();
    }

    private static string PathOf(string directory, string workflow, string target)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(target.ToLowerInvariant())))[..16];
        return Path.Combine(directory, $"{workflow}-{key}.jsonl");
    }

    private static void Remember(Dictionary<string, StepMemory> memory, JournalLine line)
    {
        if (line.Step is null) return;
        var known = memory.GetValueOrDefault(line.Step, StepMemory.Nothing);
        StepPhase? phase = line.Event switch
        {
            JournalLine.Acting => StepPhase.Acting,
            JournalLine.Noted => known.Phase,
            JournalLine.Acted => StepPhase.Acted,
            JournalLine.Undone => StepPhase.Undone,
            _ => null,
        };
        if (phase is null) return;
        memory[line.Step] = phase == StepPhase.Undone
            ? new StepMemory(StepPhase.Undone, StepMemory.Nothing.Facts)
            : known.With(phase.Value, line.Facts);
    }

    /// <summary>Reads whole lines. The last may be torn, since a process can die while writing it; then it never counted.</summary>
    private static (List<JournalLine> Lines, long SoundLength, bool Damaged) ReadLines(FileStream file)
    {
        var lines = new List<JournalLine>();
        if (file.Length > LongestJournal) return (lines, 0, true);
        var bytes = new byte[file.Length];
        file.Position = 0;
        file.ReadExactly(bytes);
        var start = 0;
        while (start < bytes.Length)
        {
            var end = Array.IndexOf(bytes, (byte)'\n', start);
            if (end < 0) break;
            JournalLine? line;
            try
            {
                line = JsonSerializer.Deserialize(bytes.AsSpan(start, end - start), JournalJson.Default.JournalLine);
            }
            catch (JsonException)
            {
                line = null;
            }

            // A torn write can also leave the blocks of the last line zeroed but its end there.
            if (line is null) return (lines, start, end + 1 < bytes.Length);
            lines.Add(line);
            start = end + 1;
        }

        return (lines, start, false);
    }

    private void Load()
    {
        var (lines, soundLength, damaged) = ReadLines(_file);
        if (damaged || (lines.Count > 0 && (lines[0].Workflow != _workflow || lines[0].Target != _target)))
        {
            // What is lost is only the memory of who made what; what is there the checks find out anew.
            CopyAside("damaged");
            return;
        }

        _file.SetLength(soundLength);
        _file.Position = soundLength;
        if (lines.Count == 0) return;
        if (lines[^1].Event == JournalLine.Closed)
        {
            // Killed between closing it and putting it aside.
            CopyAside("closed");
            return;
        }

        foreach (var line in lines) Remember(_memory, line);
        ResumedFrom = lines[0].At;
    }

    private void Append(JournalLine line)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        if (_file.Length == 0) Write(new JournalLine { Event = JournalLine.Started, At = _clock.GetUtcNow(), Workflow = _workflow, Target = _target });
        Write(line);
        Remember(_memory, line);
    }

    private void Write(JournalLine line)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(line, JournalJson.Default.JournalLine);
        // One write for the whole line, so that a crash tears at most the last one.
        _file.Write([.. json, (byte)'\n']);
        _file.Flush(flushToDisk: true);
    }

    /// <summary>Copies through the open file: it stays locked, and a second handle would be refused.</summary>
    private void CopyAside(string why)
    {
        _file.Position = 0;
        using (var copy = new FileStream(AsidePath(why), FileMode.Create)) _file.CopyTo(copy);
        _file.SetLength(0);
    }

    private void PutAside(string why)
    {
        File.Move(_path, AsidePath(why), overwrite: true);
        var old = Directory.EnumerateFiles(Path.GetDirectoryName(_path)!, $"*.closed.jsonl").Order(StringComparer.Ordinal).ToList();
        foreach (var file in old.Take(Math.Max(0, old.Count - KeptJournals))) File.Delete(file);
    }

    private string AsidePath(string why) => Path.Combine(
        Path.GetDirectoryName(_path)!,
        $"{_clock.GetUtcNow():yyyyMMdd'T'HHmmssfff}-{Path.GetFileNameWithoutExtension(_path)}.{why}.jsonl");
}
