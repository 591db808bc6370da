using System.Security.Cryptography;
using Azsreg.Hosting;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Facts;
using Azsreg.Stamp.Marketplace.Downloads;
using Dapper;

namespace Azsreg.Stamp.Marketplace;

/// <summary>
/// Files brought to the stamp for an import, each under the SHA-256 it is announced with: blocks are staged in any order and survive a restart;
/// a list of them makes the whole, which counts only if it has that hash.
/// </summary>
internal sealed class Uploads(string folder, SqlDatabase database, ContentStore content, StampAccess access, AuditLog audit, MarketplaceOptions options, TimeProvider clock)
{
    /// <summary>The most blocks of a file, as in Azure Storage.</summary>
    public const int MostBlocks = 50_000;

    private const int LongestId = 64;
    private const int CopyBuffer = 1024 * 1024;

    /// <summary>Whether content of this hash is whole on the stamp.</summary>
    /// <returns>Its length; null where it is not.</returns>
    public async Task<long?> FindAsync(StampCaller caller, string sha256, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.ReadUploads, cancellationToken: cancellationToken);
        return content.LengthOf(sha256);
    }

    /// <summary>Stages a block; one of the same id is replaced.</summary>
    /// <exception cref="Protocol.ArmException"><c>NotEnoughSpace</c>, <c>DiskFull</c> or <c>ContentFolderUnusable</c>.</exception>
    public async Task StageAsync(StampCaller caller, string sha256, byte[] id, ReadOnlyMemory<byte> block, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.WriteUploads, cancellationToken: cancellationToken);
        using var room = content.Reserve(block.Length);
        try
        {
            Directory.CreateDirectory(FolderOf(sha256));
            OwnedFile.Replace(PathOf(sha256, id), block.Span);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw MarketplaceErrors.OfFile(failed);
        }
    }

    /// <summary>The staged blocks: id and length.</summary>
    public async Task<IReadOnlyList<(byte[] Id, long Length)>> ListAsync(StampCaller caller, string sha256, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.ReadUploads, cancellationToken: cancellationToken);
        return Directory.Exists(FolderOf(sha256))
            ? [.. new DirectoryInfo(FolderOf(sha256)).EnumerateFiles("*.block").OrderBy(file => file.Name, StringComparer.Ordinal)
                .Select(file => (Convert.FromHexString(Path.GetFileNameWithoutExtension(file.Name)), file.Length))]
            : [];
    }

    /// <summary>Makes the whole of staged blocks.</summary>
    /// <exception cref="UploadException">A block is not staged, or the whole has another hash; then the blocks are gone, as one of them is wrong.</exception>
    public async Task CommitAsync(StampCaller caller, string sha256, IReadOnlyList<byte[]> ids, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.WriteUploads, cancellationToken: cancellationToken);
        using var held = await content.LockAsync(sha256, cancellationToken);
        if (content.LengthOf(sha256) is { } whole)
        {
            // Told again after a lost answer, or downloaded meanwhile.
            await KeepAsync(caller, sha256, whole, cancellationToken);
            return;
        }

        var files = ids.Select(id => new FileInfo(PathOf(sha256, id))).ToList();
        if (files.FirstOrDefault(file => !file.Exists) is not null)
            throw new UploadException("InvalidBlockList", "The specified block list is invalid: it names a block that is not staged.");
        var length = files.Sum(file => file.Length);
        using var room = content.Reserve(length);
        using var pin = content.Pin(sha256);
        try
        {
            var path = Path.Combine(FolderOf(sha256), "whole");
            Directory.CreateDirectory(FolderOf(sha256));
            // A client that gives up waiting asks again, and must not find the work of minutes undone.
            if (await JoinAsync(files, path, room, CancellationToken.None) != sha256)
            {
                Directory.Delete(FolderOf(sha256), recursive: true);
                throw new UploadException("Sha256Mismatch", MarketplaceErrors.UploadCorrupted(sha256).Error.Message);
            }

            content.Adopt(path, sha256);
            await KeepAsync(caller, sha256, length, CancellationToken.None);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw MarketplaceErrors.OfFile(failed);
        }
    }

    /// <summary>Lets go of uploads no item names after a while, and of blocks nobody made a whole of.</summary>
    public async Task PruneAsync(CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - options.KeepUploads;
        var old = await database.TransactAsync(
            async (connection, transaction) => (await connection.QueryAsync<string>(
                "delete from marketplace_uploads where committed_at < @before returning sha256", new { before = Timestamp.Format(before) }, transaction)).ToList(),
            cancellationToken);
        await database.TransactAsync(
            async (connection, transaction) =>
            {
                foreach (var sha256 in await DownloadedItemStore.UnnamedAsync(connection, transaction, old))
                    content.Remove(sha256);
            },
            cancellationToken);
        if (!Directory.Exists(folder))
            return;
        foreach (var staged in new DirectoryInfo(folder).EnumerateDirectories().Where(staged => staged.LastWriteTimeUtc < before.UtcDateTime))
            staged.Delete(recursive: true);
    }

    /// <summary>Whether the text can be a block's id: base64 of 1 to 64 bytes.</summary>
    public static bool TryReadId(string? text, out byte[] id)
    {
        id = [];
        var bytes = new byte[LongestId];
        if (text is not { Length: > 0 and <= LongestId * 2 } || !Convert.TryFromBase64String(text, bytes, out var written) || written == 0)
            return false;
        id = bytes[..written];
        return true;
    }

    private async Task KeepAsync(StampCaller caller, string sha256, long length, CancellationToken cancellationToken)
    {
        await database.TransactAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(
                    "insert into marketplace_uploads (sha256, length, committed_at) values (@sha256, @length, @at) on conflict (sha256) do update set committed_at = excluded.committed_at",
                    new { sha256, length, at = Timestamp.Format(clock.GetUtcNow()) },
                    transaction);
                await audit.WriteAsync(connection, transaction, caller, StampActions.WriteUploads, $"/uploads/{sha256}", "Succeeded", $"{length} bytes");
            },
            cancellationToken);
        if (Directory.Exists(FolderOf(sha256)))
            Directory.Delete(FolderOf(sha256), recursive: true);
    }

    private static async Task<string> JoinAsync(IReadOnlyList<FileInfo> files, string path, ContentStore.Reservation room, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var whole = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        var buffer = new byte[CopyBuffer];
        foreach (var file in files)
        {
            await using var block = file.Open(new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, BufferSize = 0 });
            for (int read; (read = await block.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                hash.AppendData(buffer.AsSpan(0, read));
                await whole.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                room.Written(read);
            }
        }

        whole.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private string FolderOf(string sha256) => Path.Combine(folder, sha256);

    private string PathOf(string sha256, byte[] id) => Path.Combine(FolderOf(sha256), Convert.ToHexStringLower(id) + ".block");
}
