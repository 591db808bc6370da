using System.Text.Json;
using Azsreg.Protocol;

namespace Azsreg.Operator.Environments;

/// <summary>
/// What the name <c>AzureCloud</c> means here: for a shell by <c>AZSREG_AZURECLOUD</c>, for a folder and those below it by the file
/// <c>.azsreg.json</c>. So published commands, which name AzureCloud, run unchanged against another Azure. It can point only at an environment
/// that was entered in the data folder, and every summary says that it does.
/// </summary>
/// <param name="Target">The environment meant.</param>
/// <param name="Source">What says so: the variable, or the file's path.</param>
public sealed record EnvironmentPointer(string Target, string Source)
{
    /// <summary>The variable that points for one shell.</summary>
    public const string Variable = "AZSREG_AZURECLOUD";

    /// <summary>The file that points for one folder.</summary>
    public const string FileName = ".azsreg.json";

    private const string Member = "azureCloud";
    private const long LargestFile = 64 * 1024;

    /// <summary>The pointer in force; null where AzureCloud means itself.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="folder">The folder to look in, and above.</param>
    /// <exception cref="CataloguedException">The file cannot be read (AZR1002).</exception>
    public static EnvironmentPointer? Find(Func<string, string?> environment, string folder)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (environment(Variable) is { Length: > 0 } target)
            return new(target.Trim(), Variable);
        for (var place = new DirectoryInfo(folder); place is not null; place = place.Parent)
        {
            var path = Path.Combine(place.FullName, FileName);
            if (File.Exists(path))
                return Read(path) is { } named ? new(named, path) : null;
        }

        return null;
    }

    /// <summary>Writes the file of a folder, or takes it away where AzureCloud is to mean itself again.</summary>
    /// <returns>The file's path.</returns>
    public static string Write(string folder, string target)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            if (target.Equals(AzureClient.AzureEnvironment.AzureCloud.Name, StringComparison.OrdinalIgnoreCase))
                File.Delete(path);
            else
                File.WriteAllText(path, JsonSerializer.Serialize(new Dictionary<string, string> { [Member] = target }) + "\n");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CataloguedException(ErrorCatalogue.OutputFileUnusable, $"'{path}': {exception.Message}", inner: exception);
        }

        return path;
    }

    private static string? Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > LargestFile)
                throw new CataloguedException(ErrorCatalogue.SettingsUnreadable, $"'{path}' is larger than {LargestFile / 1024} KiB.");
            using var document = JsonDocument.Parse(File.ReadAllText(path));
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty(Member, out var name))
                return null;
            return name.ValueKind == JsonValueKind.String && name.GetString() is { Length: > 0 } text
                ? text
                : throw new CataloguedException(ErrorCatalogue.SettingsUnreadable, $"'{Member}' in '{path}' must be the name of an environment.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw new CataloguedException(ErrorCatalogue.SettingsUnreadable, $"'{path}': {exception.Message}", inner: exception);
        }
    }
}
