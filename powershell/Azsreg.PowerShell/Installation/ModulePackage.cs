using System.IO.Compression;
using System.Text.RegularExpressions;
using Azsreg.PowerShell.Conversation;

namespace Azsreg.PowerShell.Installation;

/// <summary>The module as it was released: unpacked, looked at, and ready to be installed.</summary>
internal sealed class ModulePackage : IDisposable
{
    /// <summary>The module's name, which is its folder's.</summary>
    public const string ModuleName = "Azsreg.PowerShell";

    private static readonly string[] Needed =
        [$"{ModuleName}.psd1", $"{ModuleName}.psm1", $"{ModuleName}.dll", Path.Combine("Registration", "RegisterWithAzure.psm1")];

    private static readonly string[] Programs = ["azsreg", "azsreg.exe", "azsreg.dll"];

    private readonly string _folder;
    private readonly string? _unpacked;

    private ModulePackage(string folder, string? unpacked, string version)
    {
        _folder = folder;
        _unpacked = unpacked;
        Version = version;
    }

    /// <summary>The version its manifest tells.</summary>
    public string Version { get; }

    /// <summary>Opens a zip or a folder.</summary>
    /// <exception cref="AzsregFailure">It is not this module, or not whole (AZR1045).</exception>
    public static ModulePackage Open(string source)
    {
        string? unpacked = null;
        try
        {
            if (!Directory.Exists(source))
            {
                unpacked = Path.Combine(Path.GetTempPath(), $"azsreg-module-{Path.GetRandomFileName()}");
                ZipFile.ExtractToDirectory(source, unpacked);
            }

            var root = unpacked ?? source;
            var folder = File.Exists(Path.Combine(root, Needed[0])) ? root : Path.Combine(root, ModuleName);
            var missing = Needed.Where(file => !File.Exists(Path.Combine(folder, file))).ToList();
            if (missing.Count == 0 && !Programs.Any(name => File.Exists(Path.Combine(folder, "bin", name))))
                missing.Add(Path.Combine("bin", "azsreg"));
            if (missing.Count > 0) throw Failures.ModuleSourceUnusable($"'{source}' has no {string.Join(", no ", missing)}.");
            var manifest = File.ReadAllText(Path.Combine(folder, Needed[0]));
            var version = Regex.Match(manifest, @"^\s*ModuleVersion\s*=\s*'(?<version>\d+(\.\d+){1,3})'", RegexOptions.Multiline, TimeSpan.FromSeconds(1));
            if (!version.Success) throw Failures.ModuleSourceUnusable($"The manifest in '{source}' tells no version.");
            var package = new ModulePackage(folder, unpacked, version.Groups["version"].Value);
            unpacked = null;
            return package;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException)
        {
            throw Failures.ModuleSourceUnusable($"'{source}': {exception.Message}");
        }
        finally
        {
            if (unpacked is not null) Remove(unpacked);
        }
    }

    /// <summary>Installs into a folder for modules; a copy of the same version is replaced whole or not at all.</summary>
    /// <returns>The module's folder there.</returns>
    /// <exception cref="AzsregFailure">It cannot be written (AZR1045).</exception>
    public string InstallInto(string modules)
    {
        var place = Path.Combine(modules, ModuleName);
        var target = Path.Combine(place, Version);
        var coming = Path.Combine(place, $".new-{Path.GetRandomFileName()}");
        var going = Path.Combine(place, $".old-{Path.GetRandomFileName()}");
        if (Path.GetFullPath(target) == Path.GetFullPath(_folder)) throw Failures.ModuleSourceUnusable($"'{target}' is where it is installed already.");
        try
        {
            Copy(_folder, coming);
            if (Directory.Exists(target)) Directory.Move(target, going);
            Directory.Move(coming, target);
            if (Directory.Exists(going)) Remove(going);
            return target;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!Directory.Exists(target) && Directory.Exists(going)) Directory.Move(going, target);
            if (Directory.Exists(coming)) Remove(coming);
            throw Failures.ModuleSourceUnusable($"'{target}': {exception.Message}");
        }
    }

    /// <summary>Removes every copy but one from the folders for modules.</summary>
    /// <returns>The folders that are gone, and those that could not be removed.</returns>
    public static (string[] Removed, string[] Left) RemoveOthers(IEnumerable<string> folders, string keep)
    {
        var copies = folders.Distinct()
            .Select(folder => Path.Combine(folder, ModuleName))
            .Where(Directory.Exists)
            // A module lies in its folder itself, or in one folder a version.
            .SelectMany(place => File.Exists(Path.Combine(place, Needed[0])) ? [place] : Directory.GetDirectories(place))
            .Where(copy => Path.GetFullPath(copy) != Path.GetFullPath(keep) && !Path.GetFullPath(keep).StartsWith(Path.GetFullPath(copy) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            .ToLookup(RemoveWhole);
        return ([.. copies[true]], [.. copies[false]]);
    }

    public void Dispose()
    {
        if (_unpacked is not null) Remove(_unpacked);
    }

    /// <summary>Removes a copy or leaves it as it is: a copy that another PowerShell has loaded cannot be renamed, and half of one would be worse.</summary>
    private static bool RemoveWhole(string copy)
    {
        var aside = Path.Combine(Path.GetDirectoryName(copy)!, $".old-{Path.GetRandomFileName()}");
        try
        {
            Directory.Move(copy, aside);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        return Remove(aside);
    }

    private static bool Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.GetDirectories(from)) Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
