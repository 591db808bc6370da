using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azsreg.Hosting;
using Azsreg.Protocol;

namespace Azsreg.Operator.Documents;

/// <summary>One small JSON file of the operator's folder: read whole, changed under a lock, replaced in one step.</summary>
internal sealed class OperatorDocument<T>(string path, JsonTypeInfo<T> type, T empty, TimeProvider clock)
    where T : class
{
    private const long LargestFile = 8 * 1024 * 1024;
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LockRetry = TimeSpan.FromMilliseconds(25);

    public T Read()
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > LargestFile)
                throw Unreadable($"it is larger than {LargestFile / 1024 / 1024} MiB", null);
            return JsonSerializer.Deserialize(stream, type) ?? empty;
        }
        catch (FileNotFoundException)
        {
            return empty;
        }
        catch (JsonException e)
        {
            throw Unreadable(e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CataloguedException(ErrorCatalogue.DataFolderUnusable, $"'{path}': {e.Message}", inner: e);
        }
    }

    /// <summary>Changes the content while no other command does.</summary>
    /// <returns>The new content.</returns>
    public async Task<T> UpdateAsync(Func<T, T> change, CancellationToken cancellationToken)
    {
        using var hold = await LockAsync(cancellationToken);
        var next = change(Read());
        try
        {
            OwnedFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(next, type));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CataloguedException(ErrorCatalogue.DataFolderUnusable, $"'{path}': {e.Message}", inner: e);
        }

        return next;
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (UnauthorizedAccessException e)
            {
                throw new CataloguedException(ErrorCatalogue.DataFolderUnusable, $"'{path}': {e.Message}", inner: e);
            }
            catch (IOException e) when (clock.GetElapsedTime(started) > LockPatience)
            {
                throw new CataloguedException(ErrorCatalogue.RoleInUse, $"Another command keeps '{path}' locked.", inner: e);
            }
            catch (IOException)
            {
                // Held by a parallel command for the few milliseconds of its own change.
                await Task.Delay(LockRetry, clock, cancellationToken);
            }
        }
    }

    private CataloguedException Unreadable(string why, Exception? cause) =>
        new(ErrorCatalogue.SettingsUnreadable, $"'{path}': {why}", inner: cause);
}
