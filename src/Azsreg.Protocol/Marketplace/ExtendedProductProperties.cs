namespace Azsreg.Protocol;

/// <summary>
/// The inner <c>properties</c> of <see cref="ExtendedProduct"/>: a union. An image has disks; an extension has one blob and what it runs on; a
/// solution and a resource provider have file containers and the products they need.
/// </summary>
public sealed record ExtendedProductProperties
{
    /// <summary>The product's version.</summary>
    public string? Version { get; init; }

    /// <summary>Image: the disk it starts from.</summary>
    public OsDiskImage? OsDiskImage { get; init; }

    /// <summary>Image: further disks.</summary>
    public IReadOnlyList<DataDiskImage>? DataDiskImages { get; init; }

    /// <summary>Extension: <c>None</c>, <c>Windows</c> or <c>Linux</c>.</summary>
    public string? VmOsType { get; init; }

    /// <summary>Extension: its archive.</summary>
    public SourceBlob? SourceBlob { get; init; }

    /// <summary>Extension: <c>None</c>, <c>IaaS</c> or <c>PaaS</c>.</summary>
    public string? ComputeRole { get; init; }

    /// <summary>Extension: it works in scale sets.</summary>
    public bool? VmScaleSetEnabled { get; init; }

    /// <summary>Extension: a machine may have it more than once.</summary>
    public bool? SupportMultipleExtensions { get; init; }

    /// <summary>Extension: it is part of the system.</summary>
    public bool? IsSystemExtension { get; init; }

    /// <summary>Solution, resource provider: names of the products that must be there first, such as <c>canonical.ubuntuserver1804-lts-18.04.20190617</c>.</summary>
    public IReadOnlyList<string>? DependentProducts { get; init; }

    /// <summary>Solution, resource provider: its files.</summary>
    public IReadOnlyList<FileContainer>? FileContainers { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"{nameof(ExtendedProductProperties)} {Version}";
}
