namespace Azsreg.Protocol;

public static partial class ErrorCatalogue
{
    /// <summary>A real stamp with a local Azure, or the other way round.</summary>
    public static readonly ErrorEntry WorldsDiffer = new(
        "AZR1040", FailureKind.Conflict,
        "the Azure and the stamp belong to different worlds",
        "One is real and the other belongs to a local copy on this machine. A registration across the two could not work, and would leave things behind in the real one.",
        "Choose the Azure that goes with the stamp, or the stamp that goes with the Azure.");

    /// <summary>An account of Azure where the stamp's cloud administrator is wanted.</summary>
    public static readonly ErrorEntry AzureAccountAsCloudAdmin = new(
        "AZR1041", FailureKind.SignInOrRights,
        "an account of Azure was given as the stamp's cloud administrator",
        "Two identities take part: the owner of the subscription signs in to Azure, the stamp's cloud administrator opens its privileged endpoint. Published procedures have mixed them up.",
        "Give the stamp's own cloud administrator, such as AZURESTACK\\CloudAdmin; sign in to Azure with azsreg login or Connect-AzsAccount.");

    /// <summary>A file for a token or key cannot be made at the path.</summary>
    public static readonly ErrorEntry OutputFileUnusable = new(
        "AZR1042", FailureKind.Usage,
        "a file cannot be written there",
        "The folder does not exist, or this account may not write into it; outside Windows $env:SystemDrive is empty, so that a path made with it lies in the root.",
        "Give a path that can be written, such as the one named above; nothing was asked of the stamp or of Azure yet.");

    /// <summary>The module lies without its program.</summary>
    public static readonly ErrorEntry ProgramMissing = new(
        "AZR1043", FailureKind.Failed,
        "the azsreg program is not where the PowerShell module looks for it",
        "The module's cmdlets are carried out by azsreg, which lies in the module's folder 'bin'; parts of the module were moved or not copied.",
        "Install the module's zip again as a whole, or set AZSREG_EXECUTABLE to the path of azsreg.");

    /// <summary>The program ended, or does not speak the module's language.</summary>
    public static readonly ErrorEntry ProgramEnded = new(
        "AZR1044", FailureKind.Failed,
        "azsreg ended before it had answered the PowerShell module",
        "The program could not start, was killed, or is of another version than the module.",
        "Run the cmdlet again; what was begun is finished by the next run. If it fails again, run azsreg version and install the module's zip anew.",
        Retryable: true);

    /// <summary>Update-AzsRegistrationModule got something that is no module.</summary>
    public static readonly ErrorEntry ModuleSourceUnusable = new(
        "AZR1045", FailureKind.Usage,
        "the module cannot be installed from there",
        "The source must be the module's zip or its unpacked folder, whole, and the folder for modules must be writable.",
        "Give -Source the zip as it was released; nothing was removed.");

    /// <summary>A line of another program was not understood.</summary>
    public static readonly ErrorEntry RequestNotUnderstood = new(
        "AZR1046", FailureKind.Usage,
        "a request of another program is not understood",
        "azsreg module serve takes one JSON object a line, as docs/powershell.md describes them; versions of module and program may differ.",
        "Install the PowerShell module's zip anew, which holds both.");
}
