using Azsreg.Hosting;
using Azsreg.Tests.Shared;
using Dapper;

namespace Azsreg.ArmServer.Tests.Operations;

/// <summary>Which replica runs an operation.</summary>
public sealed class OperationLeaseTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("azsreg-leases-").FullName;
    private readonly SettableClock _clock = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(SqlEngine.Sqlite)]
    [InlineData(SqlEngine.PostgreSql)]
    public async Task TryTakeAsync_AcceptedByAnotherReplica_OnlyWhenItsLeaseHasEnded(SqlEngine engine)
    {
        using var database = await TestDatabase.NewAsync(engine, Path.Combine(_folder, "test.db"));
        await SqlScripts.ApplyAsync(database, typeof(ArmOperations).Assembly, "Azsreg.ArmServer.Operations.Sql");
        var options = new ArmServerOptions { Addresses = () => throw new InvalidOperationException() };
        var one = new ArmOperations(database, options, _clock);
        var other = new ArmOperations(database, options, _clock);
        var operation = await one.StartAsync("8f2a0000-0000-4000-8000-0000000000a1", "deleteResourceGroup", "azurestack", default);

        (await other.TryTakeAsync(operation.Id, alone: false, default)).ShouldBeNull();
        (await other.ListAbandonedAsync(alone: false, default)).ShouldBeEmpty();
        (await one.TryTakeAsync(operation.Id, alone: false, default)).ShouldNotBeNull();

        _clock.Now += ArmOperations.Lease + TimeSpan.FromSeconds(1);
        (await other.ListAbandonedAsync(alone: false, default)).ShouldBe([operation.Id]);
        (await other.TryTakeAsync(operation.Id, alone: false, default)).ShouldNotBeNull().Kind.ShouldBe("deleteResourceGroup");
        (await one.TryTakeAsync(operation.Id, alone: false, default)).ShouldBeNull();

        await other.EndAsync(operation, new ArmOperationResult(200), null, default);
        (await other.TryTakeAsync(operation.Id, alone: true, default)).ShouldBeNull();
    }
}
