using Azsreg.Hosting;

namespace Azsreg.Cloud.Tests.Commerce;

public sealed class SqliteUsageSourceTests : UsageSourceContract
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("azsreg-usage-").FullName;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    protected override ValueTask<SqlDatabase> OpenAsync() => ValueTask.FromResult(SqlDatabase.Sqlite(Path.Combine(_folder, "cloud.db")));
}
