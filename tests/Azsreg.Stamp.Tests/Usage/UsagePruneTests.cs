using Azsreg.Hosting;
using Azsreg.Stamp.Usage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Stamp.Tests.Usage;

public sealed class UsagePruneTests
{
    [Fact]
    public async Task Prune_OlderThanAYearAndAMonth_LetsGoOfWhatIsAcknowledgedAndNothingElse()
    {
        await using var stamp = await UsageRig.StartRegisteredAsync();
        var old = UsageRig.Report(stamp, number: 1, hoursAgo: 24 * 401);
        await UsageRig.ReportAsync(stamp, old, UsageRig.Report(stamp, number: 2));
        await UsageRig.UntilUpToDateAsync(stamp);
        await UsageRig.DeactivateAsync(stamp);
        await UsageRig.ReportAsync(stamp, old with { ResourceUri = UsageRig.Machine(3) });

        await stamp.Services.GetRequiredService<UsageOutbox>().PruneAsync(CancellationToken.None);

        await using var connection = await stamp.Services.GetRequiredService<SqlDatabase>().OpenAsync();
        var left = await connection.QueryAsync<string>(
            "select resource_uri from usage_records u join usage_resources r on r.resource_no = u.resource_no order by resource_uri");
        left.ShouldBe([UsageRig.Machine(2), UsageRig.Machine(3)]);
    }
}
