using Azsreg.Hosting;

namespace Azsreg.Identity.Tests;

public sealed class DeviceCodeOnPostgreSqlTests() : DeviceCodeContract(SqlEngine.PostgreSql);
