using Azsreg.Hosting;

namespace Azsreg.Identity.Tests;

public sealed class IdentityDirectoryTests() : IdentityDirectoryContract(SqlEngine.Sqlite);
