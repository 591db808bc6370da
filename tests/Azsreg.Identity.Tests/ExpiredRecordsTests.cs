using Dapper;

namespace Azsreg.Identity.Tests;

public sealed class ExpiredRecordsTests
{
    [Fact]
    public async Task SweepAsync_EverythingPastItsTime_TablesAreEmpty()
    {
        await using var host = await TestHost.StartAsync();
        await host.TokensAsync();
        await host.PostAsync("common/oauth2/devicecode", ("client_id", TestHost.PowerShell));
        await host.PostAsync("common/oauth2/token", ("grant_type", "password"), ("client_id", TestHost.PowerShell), ("username", "x@y.example"), ("password", "wrong"));
        var sweep = host.Service<ExpiredRecords>();

        (await sweep.SweepAsync(default)).ShouldBe(0);
        host.Clock.Advance(TimeSpan.FromDays(92));
        await sweep.SweepAsync(default);

        await using var connection = await host.Service<Hosting.SqlDatabase>().OpenAsync();
        foreach (var table in new[] { "identity_grants", "identity_device_codes", "identity_failures", "identity_sign_ins" })
            (await connection.ExecuteScalarAsync<long>($"select count(*) from {table}")).ShouldBe(0, table);
    }
}
