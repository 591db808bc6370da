using System.Management.Automation;
using System.Security;
using Azsreg.PowerShell.Conversation;

namespace Azsreg.PowerShell.Shell;

/// <summary>
/// All a cmdlet asks of PowerShell. Of its own because the assembly the module is compiled against has the shape of PowerShell without its
/// working: so cmdlets run in tests too.
/// </summary>
internal interface IShell
{
    /// <summary>False where PowerShell was started so that nobody can be asked.</summary>
    bool IsInteractive { get; }

    /// <summary>The current folder of the file system, also where the current location is another drive.</summary>
    string CurrentFolder { get; }

    /// <summary>The file a path means to PowerShell, whether it exists or not.</summary>
    string ResolvePath(string path);

    /// <summary>User name and password.</summary>
    (string UserName, string Password) Reveal(PSCredential credential);

    /// <summary>The context of the Az or AzureRM modules, where one of them is there and signed in; else null.</summary>
    object? FindAzureContext();

    /// <summary>A member of an object as PowerShell sees it; null where there is none.</summary>
    object? MemberOf(object target, string name);

    /// <summary>Asks as <c>-Confirm</c> and <c>-WhatIf</c> want it.</summary>
    bool ShouldProcess(string target, string action, out bool isWhatIf);

    void WriteObject(object value);

    void WriteVerbose(string text);

    void WriteWarning(string text);

    /// <summary>A line for the person at the host, which is no output of the pipeline.</summary>
    void WriteHost(string text);

    void WriteProgress(int step, string activity, string status, bool isDone);

    /// <summary>Ends the cmdlet with an error record.</summary>
    /// <param name="failure">What failed.</param>
    /// <param name="target">What the cmdlet was about.</param>
    void Fail(AzsregFailure failure, object? target);

    string? AskText(string question);

    SecureString? AskSecret(string question);

    bool Confirm(string question);
}
