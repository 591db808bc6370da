using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azsreg.Protocol;

namespace Azsreg.Hosting;

/// <summary>
/// Settings by one name everywhere: option <c>--port-base</c>, environment variable <c>AZSREG_PORT_BASE</c>, key <c>"port-base"</c> in
/// <c>operator/settings.json</c>; the first that is given counts, in this order.
/// </summary>
public sealed class Settings
{
    private const long LargestFile = 1024 * 1024;

    private static readonly JsonDocumentOptions Tolerant = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 8,
        AllowDuplicateProperties = false, // Else found out only when the first is asked for.
    };

    private readonly Func<string, string?> _environment;
    private readonly JsonObject _file;

    private Settings(string path, JsonObject file, Func<string, string?> environment)
    {
        Path = path;
        _file = file;
        _environment = environment;
    }

    /// <summary>The settings file.</summary>
    public string Path { get; }

    /// <summary>Reads the data folder's settings; a missing file holds none.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="environment">Reads an environment variable; the process's own where null.</param>
    /// <exception cref="CataloguedException">The file is not a JSON object, or too large (AZR1002).</exception>
    public static Settings Load(DataFolder folder, Func<string, string?>? environment = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        _ = folder.Operator; // Made, so that a setting can be written.
        return Peek(folder.Path, environment);
    }

    /// <summary>The same for a folder that may not be there yet: nothing is made.</summary>
    /// <param name="folder">The data folder's path, as <see cref="DataFolder.Locate"/> tells it.</param>
    /// <param name="environment">Reads an environment variable; the process's own where null.</param>
    /// <exception cref="CataloguedException">The file is not a JSON object, or too large (AZR1002).</exception>
    public static Settings Peek(string folder, Func<string, string?>? environment = null)
    {
        var path = System.IO.Path.Combine(folder, "operator", "settings.json");
        return new Settings(path, Read(path), environment ?? Environment.GetEnvironmentVariable);
    }

    /// <summary>The name of a setting's environment variable: <c>port-base</c> is <c>AZSREG_PORT_BASE</c>.</summary>
    public static string EnvironmentName(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return "AZSREG_" + key.ToUpperInvariant().Replace('-', '_');
    }

    /// <summary>The text of a setting, or null where nobody gave one.</summary>
    /// <param name="key">The key, which is the option without its hyphens in front.</param>
    /// <param name="option">What the option said, or null.</param>
    /// <exception cref="CataloguedException">The file has an object or a list there (AZR1002).</exception>
    public string? Get(string key, string? option = null)
    {
        if (option is not null)
        {
            return option;
        }

        var fromEnvironment = _environment(EnvironmentName(key));
        if (!string.IsNullOrEmpty(fromEnvironment))
        {
            return fromEnvironment;
        }

        return _file[key] switch
        {
            null => null,
            JsonValue value => value.ToString(),
            _ => throw Unreadable($"'{key}' in '{Path}' must be a text, a number, true or false."),
        };
    }

    /// <summary>A setting that is a whole number within bounds.</summary>
    /// <exception cref="CataloguedException">It is something else (AZR1001).</exception>
    public int GetNumber(string key, int? option, int fallback, int least, int most)
    {
        var text = Get(key, option?.ToString(CultureInfo.InvariantCulture));
        if (text is null)
        {
            return fallback;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new CataloguedException(
                ErrorCatalogue.InvalidOption, $"'{key}' must be a whole number from {least} to {most}, not '{text}'.");
    }

    /// <summary>A setting that is a whole number within bounds; null where it is not set.</summary>
    /// <exception cref="CataloguedException">It is something else (AZR1001).</exception>
    public int? GetNumberOrNull(string key, int? option, int least, int most) =>
        Get(key, option?.ToString(CultureInfo.InvariantCulture)) is null ? null : GetNumber(key, option, least, least, most);

    /// <summary>Writes a setting to the file, or removes it where the value is null.</summary>
    public void Set(string key, string? value)
    {
        if (value is null)
        {
            _file.Remove(key);
        }
        else
        {
            _file[key] = value;
        }

        using var content = new MemoryStream();
        using (var writer = new Utf8JsonWriter(content, new JsonWriterOptions { Indented = true }))
        {
            _file.WriteTo(writer);
        }

        OwnedFile.Replace(Path, content.ToArray());
    }

    private static JsonObject Read(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return [];
        }

        if (file.Length > LargestFile)
        {
            throw Unreadable($"'{path}' is larger than 1 MiB.");
        }

        try
        {
            return JsonNode.Parse(Encoding.UTF8.GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF'), documentOptions: Tolerant) as JsonObject
                ?? throw Unreadable($"'{path}' must hold one JSON object.");
        }
        catch (JsonException exception)
        {
            throw Unreadable($"'{path}': {exception.Message}", exception);
        }
    }

    private static CataloguedException Unreadable(string detail, Exception? inner = null) =>
        new(ErrorCatalogue.SettingsUnreadable, detail, inner: inner);
}
