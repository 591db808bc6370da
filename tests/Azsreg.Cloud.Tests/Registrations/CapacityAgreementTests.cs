using Azsreg.Hosting;

namespace Azsreg.Cloud.Tests.Registrations;

public sealed class CapacityAgreementTests() : CapacityAgreementContract(SqlEngine.Sqlite);
