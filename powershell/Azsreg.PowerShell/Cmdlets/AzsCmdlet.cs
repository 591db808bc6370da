using System.Management.Automation;
using System.Reflection;
using Azsreg.PowerShell.Conversation;
using Azsreg.PowerShell.Json;
using Azsreg.PowerShell.Objects;
using Azsreg.PowerShell.Shell;

namespace Azsreg.PowerShell.Cmdlets;

/// <summary>A cmdlet that is carried out by azsreg: it names verbs, and what they say comes through PowerShell's own streams and host.</summary>
public abstract class AzsCmdlet : PSCmdlet
{
    private readonly object _opening = new();
    private AzsregConversation? _conversation;
    private bool _stopped;

    private protected AzsCmdlet() => Shell = new PowerShellShell(this);

    /// <summary>The PowerShell it runs in.</summary>
    internal IShell Shell { get; set; }

    /// <summary>The program to start; null looks for it where the module has it.</summary>
    internal AzsregLocation? Program { get; set; }

    /// <summary>What the cmdlet is about, for its error records.</summary>
    private protected virtual object? Target => null;

    /// <summary>What progress is shown under.</summary>
    private string CmdletName => string.Join("-", GetType().GetCustomAttributesData()
        .First(data => data.AttributeType == typeof(CmdletAttribute)).ConstructorArguments.Select(argument => argument.Value));

    /// <inheritdoc />
    protected override void EndProcessing()
    {
        try
        {
            Execute();
        }
        catch (AzsregFailure failure)
        {
            Shell.Fail(failure, Target);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C: azsreg has ended in good order, and PowerShell ends the pipeline.
        }
        finally
        {
            Close();
        }
    }

    /// <inheritdoc />
    protected override void StopProcessing()
    {
        lock (_opening)
        {
            _stopped = true;
            _conversation?.Stop();
        }
    }

    /// <summary>Does the cmdlet's work, once all input is there.</summary>
    private protected abstract void Execute();

    /// <summary>Runs a verb.</summary>
    /// <exception cref="AzsregFailure">It failed.</exception>
    /// <exception cref="OperationCanceledException">Ctrl-C.</exception>
    private protected JsonValue? Call(VerbCall call)
    {
        lock (_opening)
        {
            if (_stopped) throw new OperationCanceledException();
            _conversation ??= AzsregConversation.Open(Program ?? Find(), Shell, CmdletName);
        }

        return _conversation.Run(call);
    }

    /// <summary>The same for a verb that always has a result.</summary>
    private protected JsonValue CallForResult(VerbCall call) =>
        Call(call) ?? throw Failures.ProgramEnded($"azsreg {call.Verb} told no result.");

    /// <summary>Asks as <c>-Confirm</c> wants it; with <c>-WhatIf</c> it writes the plan and goes no further.</summary>
    /// <param name="target">What would change.</param>
    /// <param name="action">How.</param>
    /// <param name="call">The verb, to which <c>--plan</c> is added; null where it has no plan.</param>
    private protected bool GoOn(string target, string action, VerbCall? call)
    {
        if (Shell.ShouldProcess(target, action, out var isWhatIf)) return true;
        if (!isWhatIf || call is null) return false;
        var plan = CallForResult(call.With("plan", true))["plan"];
        foreach (var change in plan?["changes"]?.Items ?? [])
            Shell.WriteObject(new AzsPlannedChange(change.TextOf("kind") ?? "", change.TextOf("subject") ?? "", change.TextOf("old"), change.TextOf("new")));
        foreach (var note in plan?.TextsOf("notes") ?? []) Shell.WriteHost(note);
        return false;
    }

    private static AzsregLocation Find() => AzsregLocation.Find(
        Path.GetDirectoryName(typeof(AzsCmdlet).Assembly.Location)!, Environment.GetEnvironmentVariable(AzsregLocation.Variable));

    private void Close()
    {
        lock (_opening)
        {
            if (_conversation is null) return;
            if (!_stopped) Shell.WriteProgress(0, CmdletName, "", isDone: true);
            _conversation.Dispose();
            _conversation = null;
        }
    }
}
