using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;
using Azsreg.PowerShell.Cmdlets;
using Azsreg.PowerShell.Conversation;

namespace Azsreg.PowerShell.Tests;

/// <summary>Runs a cmdlet as PowerShell's pipeline does.</summary>
internal static class CmdletRun
{
    /// <summary>A credential to pass along; what is in it the fake shell tells.</summary>
    public static PSCredential Credential { get; } = (PSCredential)RuntimeHelpers.GetUninitializedObject(typeof(PSCredential));

    public static FakeShell Of(AzsCmdlet cmdlet, FakeAzsreg azsreg, FakeShell? shell = null) => Of(cmdlet, azsreg.Location, shell);

    public static FakeShell Of(AzsCmdlet cmdlet, AzsregLocation program, FakeShell? shell = null)
    {
        shell ??= new FakeShell();
        cmdlet.Shell = shell;
        cmdlet.Program = program;
        Call(cmdlet, "BeginProcessing");
        Call(cmdlet, "ProcessRecord");
        Call(cmdlet, "EndProcessing");
        return shell;
    }

    /// <summary>Calls one of the methods PowerShell calls.</summary>
    public static void Call(AzsCmdlet cmdlet, string method) => cmdlet.GetType()
        .GetMethod(method, BindingFlags.Instance | BindingFlags.NonPublic)!
        .Invoke(cmdlet, BindingFlags.DoNotWrapExceptions, null, null, null);
}
