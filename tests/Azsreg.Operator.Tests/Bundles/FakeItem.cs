namespace Azsreg.Operator.Tests.Bundles;

/// <summary>An item of the catalogue: an extension with a package and an archive.</summary>
internal sealed record FakeItem(string Id, byte[] Package, byte[] Archive)
{
    public IReadOnlyList<string> Needs { get; init; } = [];

    public string? Terms { get; init; } = "https://terms.example/x";

    public bool IsCompatible { get; init; } = true;
}
