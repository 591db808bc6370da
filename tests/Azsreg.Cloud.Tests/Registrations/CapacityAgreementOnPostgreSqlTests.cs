using Azsreg.Hosting;

namespace Azsreg.Cloud.Tests.Registrations;

public sealed class CapacityAgreementOnPostgreSqlTests() : CapacityAgreementContract(SqlEngine.PostgreSql);
