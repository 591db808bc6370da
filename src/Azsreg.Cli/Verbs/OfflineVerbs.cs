using System.CommandLine;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg offline token|register|key|activate|deactivate|unregister|inspect</c>.</summary>
internal static class OfflineVerbs
{
    public static Command Create() => new("offline", "Registration of a stamp that has no line to Azure: four steps with a file between them, and the way back.")
    {
        OfflineTokenVerb.Create(),
        OfflineRegisterVerb.Create(),
        OfflineKeyVerb.Create(),
        OfflineActivateVerb.Create(),
        OfflineDeactivateVerb.Create(),
        OfflineUnregisterVerb.Create(),
        OfflineInspectVerb.Create(),
    };
}
