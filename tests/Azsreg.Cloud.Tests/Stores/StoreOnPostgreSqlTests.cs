using Azsreg.Hosting;

namespace Azsreg.Cloud.Tests.Stores;

public sealed class StoreOnPostgreSqlTests() : StoreContract(SqlEngine.PostgreSql)
{
    // At once: the next request may be the other replica's.
    private protected override async Task SeenAsync(Func<Task<bool>> seen) => (await seen()).ShouldBeTrue();
}
