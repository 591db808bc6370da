using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Tests.Shared;

namespace Azsreg.Cloud.Tests.Commerce;

public sealed class PostgreSqlUsageSourceTests : UsageSourceContract
{
    protected override async ValueTask<SqlDatabase> OpenAsync() =>
        SqlDatabase.PostgreSql(new Secret(await (await PostgreSqlServer.RequireAsync()).NewDatabaseAsync()));
}
