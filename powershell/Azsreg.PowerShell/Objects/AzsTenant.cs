namespace Azsreg.PowerShell.Objects;

/// <summary>A directory.</summary>
public sealed class AzsTenant
{
    internal AzsTenant(string id, string? directory)
    {
        Id = id;
        Directory = directory;
    }

    /// <summary>Its id.</summary>
    public string Id { get; }

    /// <summary>Its domain or name, where known.</summary>
    public string? Directory { get; }

    /// <summary>The id.</summary>
    public override string ToString() => Id;
}
