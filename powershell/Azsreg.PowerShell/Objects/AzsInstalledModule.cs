namespace Azsreg.PowerShell.Objects;

/// <summary>This module as it was installed.</summary>
public sealed class AzsInstalledModule
{
    internal AzsInstalledModule(string name, string version, string path, string[] removed)
    {
        Name = name;
        Version = version;
        Path = path;
        Removed = removed;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its version.</summary>
    public string Version { get; }

    /// <summary>Its folder.</summary>
    public string Path { get; }

    /// <summary>The folders of the copies that were removed.</summary>
    public string[] Removed { get; }
}
