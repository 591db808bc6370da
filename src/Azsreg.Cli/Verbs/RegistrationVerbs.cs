using System.CommandLine;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg registration set|renew|rotate-certificate|show|list|history|remove</c>.</summary>
internal static class RegistrationVerbs
{
    public static Command Create() => new("registration", "A stamp's registration with Azure: make, change, look at and remove it.")
    {
        RegistrationSetVerb.Create(),
        RegistrationRenewVerb.Create(),
        RegistrationRotateCertificateVerb.Create(),
        RegistrationShowVerb.Create(),
        RegistrationListVerb.Create(),
        RegistrationHistoryVerb.Create(),
        RegistrationRemoveVerb.Create(),
    };
}
