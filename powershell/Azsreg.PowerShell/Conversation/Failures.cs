namespace Azsreg.PowerShell.Conversation;

/// <summary>The failures the module itself can tell; their words are the catalogue's, which a test holds.</summary>
internal static class Failures
{
    public static AzsregFailure OutputFileUnusable(string detail) => new(
        "AZR1042", "usage", "a file cannot be written there", detail,
        "Give a path that can be written, such as the one named above; nothing was asked of the stamp or of Azure yet.", []);

    public static AzsregFailure ProgramMissing(string detail) => new(
        "AZR1043", "failed", "the azsreg program is not where the PowerShell module looks for it", detail,
        "Install the module's zip again as a whole, or set AZSREG_EXECUTABLE to the path of azsreg.", []);

    public static AzsregFailure ProgramEnded(string detail) => new(
        "AZR1044", "failed", "azsreg ended before it had answered the PowerShell module", detail,
        "Run the cmdlet again; what was begun is finished by the next run. If it fails again, run azsreg version and install the module's zip anew.", []);

    public static AzsregFailure ModuleSourceUnusable(string detail) => new(
        "AZR1045", "usage", "the module cannot be installed from there", detail,
        "Give -Source the zip as it was released; nothing was removed.", []);
}
