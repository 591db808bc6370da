using Azsreg.Hosting;

namespace Azsreg.Identity.Tests;

public sealed class RefreshTokenOnPostgreSqlTests() : RefreshTokenContract(SqlEngine.PostgreSql);
