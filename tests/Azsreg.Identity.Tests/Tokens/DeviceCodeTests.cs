using Azsreg.Hosting;

namespace Azsreg.Identity.Tests;

public sealed class DeviceCodeTests() : DeviceCodeContract(SqlEngine.Sqlite);
