using Azsreg.Hosting;

namespace Azsreg.Cloud.Tests.Registrations;

public sealed class RegistrationServiceTests() : RegistrationServiceContract(SqlEngine.Sqlite);
