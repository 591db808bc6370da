namespace Azsreg.Protocol;

/// <summary>The disk an image starts from.</summary>
/// <param name="OperatingSystem"><c>None</c>, <c>Windows</c> or <c>Linux</c>.</param>
/// <param name="SourceBlobSasUri">Where the VHD is; signed.</param>
public sealed record OsDiskImage(string OperatingSystem, string SourceBlobSasUri)
{
    /// <inheritdoc />
    public override string ToString() => $"{nameof(OsDiskImage)} {OperatingSystem}";
}
