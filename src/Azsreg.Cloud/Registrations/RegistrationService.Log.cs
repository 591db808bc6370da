using Microsoft.Extensions.Logging;

namespace Azsreg.Cloud.Registrations;

internal sealed partial class RegistrationService
{
    private static partial class Log
    {
        [LoggerMessage(5101, LogLevel.Information, "Registration {Id} holds stamp {CloudId}, billing model {BillingModel} (new: {Created})")]
        public static partial void Registered(ILogger logger, string id, string cloudId, string billingModel, bool created);

        [LoggerMessage(5102, LogLevel.Information, "Registration {Id} was deleted")]
        public static partial void Deleted(ILogger logger, string id);
    }
}
