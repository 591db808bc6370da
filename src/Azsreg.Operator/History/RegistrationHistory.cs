using System.Text.Json;
using System.Text.Json.Serialization;
using Azsreg.Hosting;
using Azsreg.Protocol;

namespace Azsreg.Operator.History;

/// <summary>
/// The local history of registrations: JSON lines, only ever appended. A registration's name or token is asked for when it is to be removed,
/// often years later and by someone else.
/// </summary>
public sealed class RegistrationHistory
{
    /// <summary>A line is under 4 KiB without its token; a file beyond this was not written by us.</summary>
    private const int LongestFile = 64 << 20;

    private const string Purpose = "operator/registration-token";

    private readonly string _path;
    private readonly SecretProtector _protector;

    /// <summary>Opens the history of a data folder.</summary>
    public RegistrationHistory(DataFolder folder, SecretProtector protector)
    {
        ArgumentNullException.ThrowIfNull(folder);
        _path = Path.Combine(folder.Operator, "history.jsonl");
        _protector = protector;
    }

    /// <summary>Adds a line and forces it to disk; the token is encrypted.</summary>
    public void Append(HistoryEntry entry, Secret? token)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var line = entry with { ProtectedToken = token is null ? null : _protector.Protect(token, Purpose) };
        using var file = OpenForAppend();
        // A line torn by a crash must not swallow this one as well.
        if (file.Length > 0)
        {
            file.Seek(-1, SeekOrigin.End);
            var last = file.ReadByte();
            file.Seek(0, SeekOrigin.End);
            if (last != '\n') file.WriteByte((byte)'\n');
        }

        file.Write([.. JsonSerializer.SerializeToUtf8Bytes(line, HistoryJson.Default.HistoryEntry), (byte)'\n']);
        file.Flush(flushToDisk: true);
    }

    /// <summary>All entries, the latest first. Lines that cannot be read are left out.</summary>
    public IReadOnlyList<HistoryEntry> Read()
    {
        if (!File.Exists(_path)) return [];
        using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (file.Length > LongestFile)
            throw new CataloguedException(ErrorCatalogue.DataFolderUnusable, $"'{_path}' is larger than {LongestFile >> 20} MiB.");
        using var reader = new StreamReader(file);
        var entries = new List<HistoryEntry>();
        while (reader.ReadLine() is { } line)
        {
            if (TryRead(line) is { } entry) entries.Add(entry);
        }

        entries.Reverse();
        return entries;
    }

    /// <summary>The latest entry of a registration; null where there is none, or where the last thing that happened was its removal.</summary>
    public HistoryEntry? Find(ArmResourceId registration)
    {
        ArgumentNullException.ThrowIfNull(registration);
        var latest = Read().FirstOrDefault(entry => ArmResourceId.TryParse(entry.ResourceId, out var id) && id.Equals(registration));
        return latest is { Event: "registered" } ? latest : null;
    }

    /// <summary>The token of an entry; null where it has none.</summary>
    /// <exception cref="CataloguedException">It was encrypted in another data folder (AZR1007).</exception>
    public Secret? Token(HistoryEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.ProtectedToken is null ? null : _protector.Unprotect(entry.ProtectedToken, Purpose);
    }

    private FileStream OpenForAppend()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(_path, options);
    }

    private static HistoryEntry? TryRead(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, HistoryJson.Default.HistoryEntry);
        }
        catch (JsonException)
        {
            // The last line of a process that died while writing it.
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HistoryEntry))]
internal sealed partial class HistoryJson : JsonSerializerContext;
