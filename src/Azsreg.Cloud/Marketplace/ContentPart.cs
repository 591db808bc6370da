using Azsreg.Cloud.Blobs;

namespace Azsreg.Cloud.Marketplace;

/// <summary>A file of a product before it lies in the store.</summary>
/// <param name="Container">Its blob container.</param>
/// <param name="Name">Its name after the product's.</param>
/// <param name="Role">What it is.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="StoreAsync">Puts it into a store.</param>
internal sealed record ContentPart(
    string Container,
    string Name,
    FileRole Role,
    string ContentType,
    long Length,
    Func<BlobStore, IProgress<long>?, CancellationToken, Task<BlobContent>> StoreAsync)
{
    public int Position { get; init; }

    public string? PartId { get; init; }

    public string? PartType { get; init; }

    /// <summary>A part whose bytes are at hand.</summary>
    public static ContentPart Of(string container, string name, FileRole role, string contentType, byte[] content) =>
        new(container, name, role, contentType, content.Length, (store, _, _) => StoreBytesAsync(store, container, content));

    /// <summary>A part that lies in a file.</summary>
    public static ContentPart OfFile(string container, string name, FileRole role, string contentType, FileInfo file) =>
        new(container, name, role, contentType, file.Length,
            (store, progress, cancellationToken) => store.StoreFileAsync(container, file.FullName, progress, cancellationToken));

    public ProductFile ToFile(string productKey, BlobContent content, DateTimeOffset now) => new()
    {
        ProductKey = productKey,
        Container = Container,
        Name = Name,
        Role = Role,
        Position = Position,
        PartId = PartId,
        PartType = PartType,
        Sha256 = content.Sha256,
        Length = content.Length,
        ContentType = ContentType,
        AddedAt = now.ToUnixTimeMilliseconds(),
    };

    private static async Task<BlobContent> StoreBytesAsync(BlobStore store, string container, byte[] content)
    {
        await using var draft = store.Create(container);
        draft.Write(content);
        return draft.Commit();
    }
}
