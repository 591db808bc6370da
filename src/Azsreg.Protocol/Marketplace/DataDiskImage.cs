namespace Azsreg.Protocol;

/// <summary>A further disk of an image.</summary>
/// <param name="Lun">The logical unit number, from 0.</param>
/// <param name="SourceBlobSasUri">Where the VHD is; signed.</param>
public sealed record DataDiskImage(int Lun, string SourceBlobSasUri)
{
    /// <inheritdoc />
    public override string ToString() => $"{nameof(DataDiskImage)} {Lun}";
}
