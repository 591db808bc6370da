namespace Azsreg.Operator.Stamps;

/// <summary><c>operator/stamps.json</c>.</summary>
internal sealed record StampsDocument(string? Current, IReadOnlyList<StampEntry> Stamps)
{
    public static StampsDocument Empty { get; } = new(null, []);
}
