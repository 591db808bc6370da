using System.Text.Json.Nodes;

namespace Azsreg.Stamp.Tests.Fakes;

/// <summary>A product of the fake: a gallery package and either a disk, or files and what it needs.</summary>
internal sealed record FakeItem(string Package, string? Disk = null, IReadOnlyList<string>? Needs = null)
{
    public string? Icon { get; init; }

    public bool IsCompatible { get; init; } = true;

    public JsonObject Properties(Uri azure) => new()
    {
        ["displayName"] = "An item",
        ["description"] = "<p>Long</p>",
        ["publisherIdentifier"] = "contoso",
        ["productKind"] = Needs is null ? "virtualMachine" : "solution",
        ["payloadLength"] = 1024,
        ["iconUris"] = Icon is null ? null : new JsonObject { ["large"] = Icon.Contains("://", StringComparison.Ordinal) ? Icon : $"{azure}blobs/{Icon}?sig=s1" },
        ["compatibility"] = IsCompatible
            ? new JsonObject { ["isCompatible"] = true, ["message"] = "None", ["description"] = "None", ["issues"] = new JsonArray() }
            : new JsonObject { ["isCompatible"] = false, ["message"] = "Too old", ["description"] = "Too old", ["issues"] = new JsonArray("HigherDeviceVersionRequired") },
    };

    public JsonObject Details(Func<string, string> link) => new()
    {
        ["galleryPackageBlobSasUri"] = link(Package),
        ["productKind"] = Needs is null ? "virtualMachine" : "solution",
        ["properties"] = Needs is null
            ? new JsonObject { ["version"] = "1.0", ["osDiskImage"] = Disk is null ? null : new JsonObject { ["operatingSystem"] = "Linux", ["sourceBlobSasUri"] = link(Disk) } }
            : new JsonObject { ["version"] = "1.0", ["dependentProducts"] = new JsonArray([.. Needs.Select(need => (JsonNode)need)]) },
    };
}
