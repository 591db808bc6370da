using Azsreg.Hosting;

namespace Azsreg.Cloud.Registrations;

/// <summary>The agreements of an Azure side in a data folder, whether it runs or not: for whoever runs it.</summary>
public sealed class AgreementBook : IDisposable
{
    private readonly SqlDatabase _database;

    private AgreementBook(SqlDatabase database)
    {
        _database = database;
        Agreements = new AgreementStore(database);
    }

    /// <summary>The agreements.</summary>
    public AgreementStore Agreements { get; }

    /// <summary>Opens the book; null where no Azure side was ever started in the folder.</summary>
    public static async Task<AgreementBook?> TryOpenAsync(DataFolder folder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var path = Path.Combine(folder.Cloud, "cloud.db");
        if (!File.Exists(path))
            return null;
        var database = SqlDatabase.Sqlite(path);
        try
        {
            await SqlScripts.ApplyAsync(database, typeof(AgreementBook).Assembly, SqlModule.Of("Registrations").Prefix, cancellationToken);
            return new AgreementBook(database);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _database.Dispose();
}
