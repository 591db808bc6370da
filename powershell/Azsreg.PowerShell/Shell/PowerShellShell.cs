using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using Azsreg.PowerShell.Conversation;

namespace Azsreg.PowerShell.Shell;

/// <summary>The PowerShell a cmdlet runs in.</summary>
internal sealed class PowerShellShell(PSCmdlet cmdlet) : IShell
{
    private const string Title = "azsreg";

    // By the name of a command, so that a module that is installed is loaded, and one that is not costs nothing. Our own names are aliases.
    private const string ContextScript = """
        foreach ($name in 'Get-AzContext', 'Get-AzureRmContext') {
            $command = Get-Command -Name $name -CommandType Cmdlet, Function -ErrorAction Ignore | Select-Object -First 1
            if ($command) {
                # Some versions of AzureRM throw where nobody is signed in.
                $context = try { & $command -ErrorAction SilentlyContinue } catch { $null }
                if ($context -and $context.Account) { return $context }
            }
        }
        """;

    public bool IsInteractive => !Environment.GetCommandLineArgs().Skip(1).Any(IsNonInteractive);

    public string CurrentFolder => cmdlet.SessionState.Path.CurrentFileSystemLocation.ProviderPath;

    public string ResolvePath(string path) => cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);

    public (string UserName, string Password) Reveal(PSCredential credential) =>
        (credential.UserName, new System.Net.NetworkCredential("", credential.Password).Password);

    public object? FindAzureContext() =>
        cmdlet.InvokeCommand.InvokeScript(ContextScript).FirstOrDefault(found => found is not null);

    public object? MemberOf(object target, string name)
    {
        try
        {
            return PSObject.AsPSObject(target).Properties[name]?.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    public bool ShouldProcess(string target, string action, out bool isWhatIf)
    {
        var goesOn = cmdlet.ShouldProcess(
            $"Performing the operation \"{action}\" on target \"{target}\".", $"{action}: {target}?", Title, out var reason);
        isWhatIf = (reason & ShouldProcessReason.WhatIf) != 0;
        return goesOn;
    }

    public void WriteObject(object value) => cmdlet.WriteObject(value);

    public void WriteVerbose(string text) => cmdlet.WriteVerbose(text);

    public void WriteWarning(string text) => cmdlet.WriteWarning(text);

    // As Write-Host does it: shown by every host, and 6> takes it.
    public void WriteHost(string text) => cmdlet.WriteInformation(new HostInformationMessage { Message = text }, ["PSHOST"]);

    public void WriteProgress(int step, string activity, string status, bool isDone) => cmdlet.WriteProgress(
        new ProgressRecord(1, activity, string.IsNullOrWhiteSpace(status) ? " " : status)
        {
            RecordType = isDone ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        });

    public void Fail(AzsregFailure failure, object? target) => cmdlet.ThrowTerminatingError(failure.ToRecord(target));

    public string? AskText(string question)
    {
        cmdlet.Host.UI.Write(question + ": ");
        return cmdlet.Host.UI.ReadLine();
    }

    public SecureString? AskSecret(string question)
    {
        cmdlet.Host.UI.Write(question + ": ");
        return cmdlet.Host.UI.ReadLineAsSecureString();
    }

    public bool Confirm(string question)
    {
        var choices = new Collection<ChoiceDescription> { new("&Yes", "Go on."), new("&No", "Change nothing.") };
        return cmdlet.Host.UI.PromptForChoice(Title, question, choices, 1) == 0;
    }

    // PowerShell takes its switches by any beginning that is clear.
    private static bool IsNonInteractive(string argument) =>
        argument.Length >= 5 && "-noninteractive".StartsWith(argument.Replace('/', '-'), StringComparison.OrdinalIgnoreCase);
}
