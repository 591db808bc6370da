using Azsreg.Cloud.Marketplace.Packages;

namespace Azsreg.Cloud.Marketplace.Descriptions;

/// <summary>The files a description names, as it names them.</summary>
internal sealed record ItemFiles
{
    /// <summary>The .azpkg; made from the description where it is left out.</summary>
    public string? GalleryPackage { get; init; }

    /// <summary>Pictures; drawn where they are left out.</summary>
    public IReadOnlyList<(IconSize Size, string Path)> Icons { get; init; } = [];

    public string? OsDisk { get; init; }

    public IReadOnlyList<(int Lun, string Path)> DataDisks { get; init; } = [];

    public string? Extension { get; init; }

    public IReadOnlyList<(string Id, string Type, string Path)> Containers { get; init; } = [];
}
