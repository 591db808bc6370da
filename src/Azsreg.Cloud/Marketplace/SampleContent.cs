using System.Security.Cryptography;
using System.Text;
using Azsreg.Cloud.Blobs;
using Azsreg.Cloud.Marketplace.Packages;

namespace Azsreg.Cloud.Marketplace;

/// <summary>
/// Makes the files of the sample's products: real formats with next to nothing in them. The same product is the same bytes on every machine.
/// </summary>
internal static class SampleContent
{
    private const int Megabyte = 1024 * 1024;

    /// <summary>The files that are downloaded.</summary>
    public static IReadOnlyList<ContentPart> PackageParts(SampleItem sample) => PackageParts(sample, Icons(sample.Item));

    /// <summary>The same, with the pictures of its family at hand.</summary>
    public static IReadOnlyList<ContentPart> PackageParts(SampleItem sample, IReadOnlyList<(IconSize Size, byte[] Content)> icons)
    {
        var item = sample.Item;
        var parts = new List<ContentPart>();
        if (item.Kind != ProductKind.ResourceProvider)
            parts.Add(GalleryPart(item, icons));
        switch (item.Kind)
        {
            case ProductKind.VirtualMachine:
                parts.Add(Disk("osdisk.vhd", FileRole.OsDisk, sample.Size, item.ProductName, 0));
                parts.AddRange(sample.DataDisks.Select((size, lun) => Disk($"datadisk-{lun}.vhd", FileRole.DataDisk, size, $"{item.ProductName}/{lun}", lun)));
                break;
            case ProductKind.VirtualMachineExtension:
                parts.Add(Archive("vmext.zip", FileRole.Extension, ExtensionEntries(item), sample));
                break;
            default:
                parts.Add(Archive("main.zip", FileRole.Container, SolutionEntries(item), sample) with { PartId = "main", PartType = "zip" });
                break;
        }

        return parts;
    }

    /// <summary>The pictures.</summary>
    public static IReadOnlyList<ContentPart> IconParts(ItemDescription item) => [.. Icons(item).Select(icon => IconPart(icon.Size, icon.Content))];

    public static ContentPart IconPart(IconSize size, byte[] png) => ContentPart.Of(BlobAccount.Icons, size.FileName, FileRole.Icon, "image/png", png);

    /// <summary>The package of an item that brings none.</summary>
    public static ContentPart GalleryPart(ItemDescription item, IReadOnlyList<(IconSize Size, byte[] Content)> icons) => ArchivePart(
        item.GalleryItemIdentity + ".azpkg", FileRole.GalleryPackage, GalleryPackage.Entries(item, icons));

    /// <summary>The pictures of an item that brings none, all alike for its versions.</summary>
    public static IReadOnlyList<(IconSize Size, byte[] Content)> Icons(ItemDescription item) =>
        [.. IconSize.Of(item.Kind).Select(size => (size, PngPicture.Draw(size, item.Family, item.Publisher)))];

    private static ContentPart ArchivePart(string name, FileRole role, IReadOnlyList<(string Name, byte[] Content)> entries) => new(
        BlobAccount.Packages, name, role, "application/zip", StoredZip.LengthOf(entries), async (store, _, _) =>
        {
            await using var draft = store.Create(BlobAccount.Packages);
            draft.Write(StoredZip.Write(entries));
            return draft.Commit();
        });

    // The payload is made only when the archive is: a catalogue that is listed wants the length alone.
    private static ContentPart Archive(string name, FileRole role, List<(string Name, byte[] Content)> entries, SampleItem sample)
    {
        const string payload = "bin/payload.bin";
        return new ContentPart(
            BlobAccount.Packages, name, role, "application/zip", StoredZip.LengthOf([.. entries, (payload, [])]) + sample.Size, async (store, _, _) =>
            {
                await using var draft = store.Create(BlobAccount.Packages);
                draft.Write(StoredZip.Write([.. entries, (payload, Noise(sample.Item.ProductName, (int)sample.Size))]));
                return draft.Commit();
            });
    }

    private static ContentPart Disk(string name, FileRole role, long size, string seed, int lun) => new(
        BlobAccount.Packages, name, role, "application/octet-stream", size + VhdFooter.Size, async (store, _, cancellationToken) =>
        {
            await using var draft = store.Create(BlobAccount.Packages);
            var megabyte = new byte[Megabyte];
            for (long at = 0; at < size; at += Megabyte)
            {
                cancellationToken.ThrowIfCancellationRequested();
                // Sparse, but no megabyte is like another: whoever mixes two up gets another hash.
                Noise($"{seed}@{at}", 4096).CopyTo(megabyte, 0);
                draft.Write(megabyte);
            }

            draft.Write(VhdFooter.Make(size, seed));
            return draft.Commit();
        })
    {
        Position = lun,
    };

    private static List<(string, byte[])> ExtensionEntries(ItemDescription item) =>
    [
        ("HandlerManifest.json", Encoding.UTF8.GetBytes(
            """[{"version":1.0,"handlerManifest":{"installCommand":"bin/install","uninstallCommand":"bin/uninstall","updateCommand":"bin/update","enableCommand":"bin/enable","disableCommand":"bin/disable","rebootAfterInstall":false,"reportHeartbeat":false}}]""")),
        ("README.txt", Encoding.UTF8.GetBytes($"{item.Name} {item.Version}, a sample without function.\n")),
    ];

    private static List<(string, byte[])> SolutionEntries(ItemDescription item) =>
    [
        ("mainTemplate.json", Encoding.UTF8.GetBytes(
            """{"$schema":"https://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json#","contentVersion":"1.0.0.0","parameters":{},"resources":[]}""")),
        ("README.txt", Encoding.UTF8.GetBytes($"{item.Name} {item.Version}, a sample without function.\n")),
    ];

    // Bytes that nothing compresses and that follow from a name: SHA-256 of the name and a counter.
    private static byte[] Noise(string name, int length)
    {
        var noise = new byte[length];
        var seed = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        Span<byte> block = stackalloc byte[32];
        for (var at = 0; at < length; at += block.Length)
        {
            BitConverter.TryWriteBytes(seed, at);
            SHA256.HashData(seed, block);
            block[..Math.Min(block.Length, length - at)].CopyTo(noise.AsSpan(at));
        }

        return noise;
    }
}
