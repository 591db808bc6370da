using Azsreg.Hosting;

namespace Azsreg.Identity.Tests;

public sealed class RefreshTokenTests() : RefreshTokenContract(SqlEngine.Sqlite);
