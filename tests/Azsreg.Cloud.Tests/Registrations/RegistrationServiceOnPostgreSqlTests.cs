using Azsreg.Hosting;

namespace Azsreg.Cloud.Tests.Registrations;

public sealed class RegistrationServiceOnPostgreSqlTests() : RegistrationServiceContract(SqlEngine.PostgreSql);
