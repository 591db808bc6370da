using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azsreg.Hosting;

namespace Azsreg.Operator.Support;

/// <summary>
/// Packs what somebody who helps needs to see, and nothing that opens anything: only files known to be free of secrets by their making are taken,
/// and every text goes through the redaction once more. Keys, tokens, databases and certificates are not looked at.
/// </summary>
public sealed class SupportArchive(DataFolder folder, TimeProvider clock)
{
    /// <summary>The largest a log file grows (<see cref="LogFiles.LargestFile"/>); anything larger was not written by us.</summary>
    private const long LargestFile = LogFiles.LargestFile + (1 << 20);

    private static readonly string[] s_secretKeys = ["password", "secret", "token", "connection", "credential"];

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the archive.</summary>
    /// <param name="output">Where to; not closed.</param>
    /// <param name="parts">Texts made for it, such as what <c>status</c> says.</param>
    /// <param name="cancellationToken">Ends the packing; what was written so far is no archive.</param>
    /// <returns>What is inside, the list of contents first.</returns>
    public IReadOnlyList<SupportEntry> Write(Stream output, IReadOnlyList<SupportPart> parts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parts);
        using var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
        var entries = new List<SupportEntry>();
        foreach (var part in parts.Concat(Files()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            entries.Add(Add(archive, part));
        }

        entries.Insert(0, Add(archive, new SupportPart("README.txt", "this list", Contents(entries))));
        return entries;
    }

    private IEnumerable<SupportPart> Files()
    {
        foreach (var (name, about, clean) in new (string, string, Func<string, string>)[]
        {
            ("settings.json", "settings, with what could be a secret masked", WithoutSecretKeys),
            ("environments.json", "the Azures entered here", text => text),
            ("stamps.json", "the stamps entered here, with the certificates trusted for them", text => text),
            ("accounts.json", "who is signed in and which subscriptions they see; no tokens", text => text),
            ("history.jsonl", "what was registered and removed from here, without the tokens", WithoutTokens),
        })
        {
            if (Read(Path.Combine(folder.Operator, name)) is { } text) yield return new SupportPart($"operator/{name}", about, clean(text));
        }

        foreach (var file in In(Path.Combine(folder.Operator, "journal"), "*.jsonl"))
        {
            if (Read(file) is { } text) yield return new SupportPart($"operator/journal/{Path.GetFileName(file)}", "the journal of a run", text);
        }

        foreach (var file in In(folder.Logs, "*.log"))
        {
            if (Read(file) is { } text) yield return new SupportPart($"logs/{Path.GetFileName(file)}", "log", text);
        }
    }

    private static IEnumerable<string> In(string path, string pattern) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path, pattern).Order(StringComparer.Ordinal) : [];

    /// <summary>A file's text, read beside whoever writes it; null where it is not there or cannot be read.</summary>
    private static string? Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length > LargestFile) return $"(left out: {file.Length} bytes)\n";
            using var reader = new StreamReader(file);
            return reader.ReadToEnd();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A run of this moment holds its journal; the archive is worth having without it.
            return $"(left out: {exception.GetType().Name})\n";
        }
    }

    private static string WithoutSecretKeys(string text)
    {
        try
        {
            var node = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 16 });
            if (node is not JsonObject settings) return "(left out: not an object)\n";
            foreach (var key in settings.Select(entry => entry.Key).Where(IsSecret).ToList()) settings[key] = "***";
            return settings.ToJsonString(s_indented) + "\n";
        }
        // The latter two: a name that stands there twice, an escape of half a character.
        catch (Exception fault) when (fault is JsonException or ArgumentException or InvalidOperationException)
        {
            return "(left out: not JSON)\n";
        }
    }

    private static bool IsSecret(string key) => s_secretKeys.Any(word => key.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>The tokens are encrypted, but they are not needed either.</summary>
    private static string WithoutTokens(string text)
    {
        var lines = new StringBuilder();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                if (JsonNode.Parse(line) is not JsonObject entry) continue;
                entry.Remove("protectedToken");
                lines.Append(entry.ToJsonString()).Append('\n');
            }
            catch (Exception fault) when (fault is JsonException or ArgumentException or InvalidOperationException)
            {
                lines.Append("(left out: a torn line)\n");
            }
        }

        return lines.ToString();
    }

    private SupportEntry Add(ZipArchive archive, SupportPart part)
    {
        var bytes = Encoding.UTF8.GetBytes(Redaction.Apply(part.Text));
        var entry = archive.CreateEntry(part.Name, CompressionLevel.Optimal);
        entry.LastWriteTime = clock.GetUtcNow();
        using var stream = entry.Open();
        stream.Write(bytes);
        return new SupportEntry(part.Name, part.About, bytes.Length);
    }

    private string Contents(List<SupportEntry> entries)
    {
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"Support archive of azsreg, made {clock.GetUtcNow():yyyy-MM-dd HH:mm:ss} UTC.\n\n")
            .Append("It holds no password, token, key or certificate key, but names of people, subscriptions,\nstamps and hosts: hand it to those who may know them.\n\n");
        foreach (var entry in entries) text.Append(CultureInfo.InvariantCulture, $"{entry.Bytes,10}  {entry.Name}\n{"",12}{entry.About}\n");
        return text.ToString();
    }
}
