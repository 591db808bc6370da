using Azsreg.Cloud.Blobs;
using Azsreg.Hosting;
using Azsreg.Protocol;

namespace Azsreg.Cloud;

/// <summary>Where an Azure side keeps its data.</summary>
/// <param name="Database">The connection string of a PostgreSQL database; null for the SQLite file of the data folder.</param>
/// <param name="SecretKeyFile">The key that what is sealed is sealed with; null for the data folder's own.</param>
/// <param name="BlobFolder">Where the marketplace's content lies; null for a folder in the data folder.</param>
public sealed record CloudStorage(Secret? Database = null, string? SecretKeyFile = null, string? BlobFolder = null)
{
    /// <summary>Whether several replicas may share it.</summary>
    public bool IsShared => Database is not null;

    /// <summary>Whether an Azure side may have been started on it: of a database only its tables tell.</summary>
    internal bool IsThere(DataFolder folder) => IsShared || File.Exists(FileIn(folder));

    internal string BlobsIn(DataFolder folder) => BlobFolder ?? BlobServices.FolderOf(folder);

    /// <summary>The database; the caller disposes it.</summary>
    /// <exception cref="CataloguedException">The connection string is none (AZR1051).</exception>
    internal SqlDatabase OpenDatabase(DataFolder folder) => Database is { } text ? SqlDatabase.PostgreSql(text) : SqlDatabase.Sqlite(FileIn(folder));

    /// <exception cref="CataloguedException">The key file is damaged or cannot be read (AZR1007).</exception>
    internal SecretProtector OpenProtector(DataFolder folder) => SecretKeyFile is { } path ? SecretProtector.Open(path) : SecretProtector.Open(folder);

    private static string FileIn(DataFolder folder) => Path.Combine(folder.Cloud, "cloud.db");
}
