using Azsreg.Hosting;

namespace Azsreg.Cloud.Tests.Commerce;

public sealed class SqliteUsageLedgerTests : UsageLedgerContract, IDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("azsreg-usage-").FullName;

    public SqliteUsageLedgerTests() => Database = SqlDatabase.Sqlite(Path.Combine(_folder, "cloud.db"));

    protected override SqlDatabase Database { get; }

    public void Dispose()
    {
        Database.Dispose();
        System.IO.Directory.Delete(_folder, recursive: true);
    }
}
