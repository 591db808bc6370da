using System.Management.Automation;
using Azsreg.PowerShell.Conversation;
using Azsreg.PowerShell.Objects;

namespace Azsreg.PowerShell.Cmdlets;

/// <summary><c>Get-AzsContext</c>: account, directory, subscription and Azure in use; nothing where nobody is signed in.</summary>
[Cmdlet(VerbsCommon.Get, "AzsContext")]
[OutputType(typeof(AzsContext))]
public sealed class GetAzsContext : AzsCmdlet
{
    /// <summary>Which Azure; the one in use where left out.</summary>
    [Parameter]
    [Alias("Environment", "AzureEnvironmentName")]
    [ValidateNotNullOrEmpty]
    public string? EnvironmentName { get; set; }

    private protected override void Execute()
    {
        try
        {
            Shell.WriteObject(AzsContext.From(CallForResult(new VerbCall("account show").With("environment", EnvironmentName))));
        }
        catch (AzsregFailure failure) when (failure.Code == "AZR3001")
        {
            // As Get-AzContext does it; a script that goes on is asked to sign in where an account is needed.
            Shell.WriteWarning($"{failure.Message} Sign in with Connect-AzsAccount.");
        }
    }
}
