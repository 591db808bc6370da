using Azsreg.Hosting;

namespace Azsreg.Identity.Tests;

public sealed class IdentityDirectoryOnPostgreSqlTests() : IdentityDirectoryContract(SqlEngine.PostgreSql);
