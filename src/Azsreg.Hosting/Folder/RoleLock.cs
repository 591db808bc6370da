using System.Globalization;
using Azsreg.Protocol;

namespace Azsreg.Hosting;

/// <summary>A role's hold on a data folder; disposing it gives the folder free.</summary>
public sealed class RoleLock : IDisposable
{
    private readonly FileStream _held;
    private readonly string _holderFile;

    private RoleLock(FileStream held, string holderFile, string role)
    {
        _held = held;
        _holderFile = holderFile;
        Role = role;
    }

    /// <summary>The role that holds.</summary>
    public string Role { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The note goes first: once the lock is free, the file may be a successor's. The lock file itself stays, since deleting a file
        // that another process is about to lock would leave two holders of two files of one name.
        File.Delete(_holderFile);
        _held.Dispose();
    }

    internal static RoleLock Acquire(string folder, string role)
    {
        var lockFile = Path.Combine(folder, role + ".lock");
        var holderFile = Path.Combine(folder, role + ".holder");
        FileStream held;
        try
        {
            // FileShare.None is flock(LOCK_EX) on Unix and a share mode on Windows; both end with the process.
            held = new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new CataloguedException(ErrorCatalogue.DataFolderUnusable, $"'{lockFile}': {exception.Message}", inner: exception);
        }
        catch (IOException exception)
        {
            throw new CataloguedException(
                ErrorCatalogue.RoleInUse, $"'{role}' in this data folder is held by {Holder(holderFile)}.", inner: exception);
        }

        // Beside the lock, not in it: a locked file cannot be read by the one who has to be told.
        File.WriteAllText(
            holderFile,
            string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} ({Path.GetFileName(Environment.ProcessPath)})"));
        return new RoleLock(held, holderFile, role);
    }

    private static string Holder(string holderFile)
    {
        try
        {
            return File.ReadAllText(holderFile);
        }
        catch (IOException)
        {
            return "another process";
        }
    }
}
