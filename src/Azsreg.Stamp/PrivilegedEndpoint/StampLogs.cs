using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azsreg.Hosting;
using Azsreg.Stamp.Facts;
using Dapper;

namespace Azsreg.Stamp.PrivilegedEndpoint;

/// <summary>
/// Packs what the stamp knows of itself into an archive. Columns with keys are never read; every line passes the redaction besides.
/// </summary>
internal sealed class StampLogs(SqlDatabase database, StampFolders folders, StampFacts facts, StampOptions options, TimeProvider clock)
{
    /// <summary>Most text of one archive, before it is packed.</summary>
    public const long LargestArchive = 256L * 1024 * 1024;

    /// <summary>Archives kept in a folder; older ones make room.</summary>
    private const int ArchivesKept = 20;

    private const string AzureBridge = "AzureBridge";
    private const string ActionPlanRole = "ECE";
    private const string HealthMonitoring = "HealthMonitoring";
    private const string PrivilegedEndpointRole = "PrivilegedEndpoint";

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What can be collected. AzureBridge, ECE (action plans) and HealthMonitoring are the real names.</summary>
    public static IReadOnlyList<string> Roles { get; } = [AzureBridge, ActionPlanRole, HealthMonitoring, PrivilegedEndpointRole];

    /// <exception cref="IOException">The archive cannot be written; nothing half-made is left under its name.</exception>
    public async Task<StampLogArchive> CollectAsync(
        string destination, IReadOnlyList<string> roles, DateTimeOffset from, DateTimeOffset to, Action<string, int> progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(destination);
        var time = clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);
        var path = Path.Combine(destination, $"AzureStackLogs-{options.Name}-{time}.zip");
        var draft = path + ".partial";
        try
        {
            int files;
            bool isCut;
            await using (var file = new FileStream(draft, DraftOptions()))
            {
                await using var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
                var collected = new Collected(zip, clock.GetUtcNow());
                await collected.AddAsync("stamp.json", [JsonSerializer.Serialize(facts, Json)]);
                for (var i = 0; i < roles.Count; i++)
                {
                    progress(roles[i], 100 * i / roles.Count);
                    await CollectAsync(collected, roles[i], from, to, cancellationToken);
                }

                (files, isCut) = (collected.Files, collected.IsCut);
            }

            File.Move(draft, path, overwrite: true);
            foreach (var old in Directory.GetFiles(destination, $"AzureStackLogs-{options.Name}-*.zip").OrderDescending(StringComparer.Ordinal).Skip(ArchivesKept))
                File.Delete(old);
            await using var written = File.OpenRead(path);
            return new StampLogArchive(path, written.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(written, cancellationToken)), files, isCut);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private Task CollectAsync(Collected archive, string role, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => role switch
    {
        AzureBridge => CollectBridgeAsync(archive, from, to, cancellationToken),
        ActionPlanRole => AddRowsAsync(
            archive, "ECE/action-plans.ndjson", "select * from action_plans where started_at between @from and @to order by started_at, id", from, to, cancellationToken),
        HealthMonitoring => AddRowsAsync(
            archive, "HealthMonitoring/alerts.ndjson", "select * from alerts where updated_at between @from and @to or state = 'Active' order by created_at, id", from, to, cancellationToken),
        _ => CollectEndpointAsync(archive, from, to, cancellationToken),
    };

    /// <summary>Where the registration, the activation and the bridge's identity stand, whenever that came about; and the stamp's own log lines.</summary>
    private async Task CollectBridgeAsync(Collected archive, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        await AddRowsAsync(
            archive, "AzureBridge/activation.ndjson",
            """
            select activation_id, registration_id, environment, tenant_id, display_name, billing_model, object_id, marketplace_endpoint,
                marketplace_resource_uri, usage_endpoint, usage_resource_uri, expires_at, marketplace_syndication_enabled,
                usage_reporting_enabled, activated_at, changed_at
            from activations
            """,
            from, to, cancellationToken);
        await AddRowsAsync(
            archive, "AzureBridge/identities.ndjson",
            """
            select tenant_id, environment, display_name, application_object_id, application_id, object_id, thumbprint, not_after, created_at, used_at
            from bridge_identities order by used_at
            """,
            from, to, cancellationToken);
        await AddRowsAsync(
            archive, "AzureBridge/registration-key-pairs.ndjson", "select id, public_key, created_at from registration_key_pairs order by created_at, id", from, to, cancellationToken);
        await AddFilesAsync(archive, "AzureBridge/logs/", folders.Logs, $"stamp-{options.Name}-????????.log", from, to, cancellationToken);
    }

    private async Task CollectEndpointAsync(Collected archive, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        await AddRowsAsync(archive, "PrivilegedEndpoint/audit.ndjson", "select * from audit where at between @from and @to order by at, id", from, to, cancellationToken);
        await AddFilesAsync(archive, "PrivilegedEndpoint/transcripts/", Path.Combine(folders.Stamp, "transcripts"), "Transcripts_*.txt", from, to, cancellationToken);
    }

    private async Task AddRowsAsync(Collected archive, string name, string sql, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync(new CommandDefinition(
            sql, new { from = Timestamp.Format(from), to = Timestamp.Format(to) }, cancellationToken: cancellationToken));
        await archive.AddAsync(name, rows.Cast<IDictionary<string, object?>>().Select(row => JsonSerializer.Serialize(row, Json)));
    }

    private static async Task AddFilesAsync(
        Collected archive, string prefix, string folder, string pattern, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var path in Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal).Where(path => File.GetLastWriteTimeUtc(path) >= from.UtcDateTime.AddMinutes(-1)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Both are still being written.
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            await archive.AddAsync(prefix + Path.GetFileName(path), Between(Lines(reader), from, to));
        }
    }

    private static IEnumerable<string> Lines(StreamReader reader)
    {
        while (reader.ReadLine() is { } line) yield return line;
    }

    /// <summary>A line begins with its time; one that does not belongs to the line before it.</summary>
    private static IEnumerable<string> Between(IEnumerable<string> lines, DateTimeOffset from, DateTimeOffset to)
    {
        var isWanted = false;
        foreach (var line in lines)
        {
            if (DateTimeOffset.TryParse(line.AsSpan(0, Math.Max(0, line.IndexOf(' ', StringComparison.Ordinal))), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
                isWanted = time >= from && time <= to;
            if (isWanted) yield return line;
        }
    }

    private static FileStreamOptions DraftOptions()
    {
        var made = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            made.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return made;
    }

    private sealed class Collected(ZipArchive zip, DateTimeOffset now)
    {
        private long _size;

        public int Files { get; private set; }

        public bool IsCut { get; private set; }

        public async Task AddAsync(string name, IEnumerable<string> lines)
        {
            var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
            entry.LastWriteTime = now;
            Files++;
            await using var writer = new StreamWriter(await entry.OpenAsync(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            foreach (var line in lines)
            {
                var text = Redaction.Apply(line);
                _size += text.Length + 1;
                if (_size > LargestArchive)
                {
                    IsCut = true;
                    return;
                }

                await writer.WriteAsync(text);
                await writer.WriteAsync('\n');
            }
        }
    }
}
