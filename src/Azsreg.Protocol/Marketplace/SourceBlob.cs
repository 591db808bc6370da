namespace Azsreg.Protocol;

/// <summary>Where an extension's archive is.</summary>
/// <param name="Uri">Signed.</param>
public sealed record SourceBlob(string Uri)
{
    /// <inheritdoc />
    public override string ToString() => nameof(SourceBlob);
}
