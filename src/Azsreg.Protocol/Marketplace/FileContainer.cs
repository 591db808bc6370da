namespace Azsreg.Protocol;

/// <summary>A file of a solution or resource provider.</summary>
/// <param name="Id">Its name within the product.</param>
/// <param name="Type"><c>zip</c> for an archive; else the published client takes the extension from the link.</param>
/// <param name="SourceUri">Where it is; signed.</param>
public sealed record FileContainer(string Id, string Type, string SourceUri)
{
    /// <inheritdoc />
    public override string ToString() => $"{nameof(FileContainer)} {Id}";
}
