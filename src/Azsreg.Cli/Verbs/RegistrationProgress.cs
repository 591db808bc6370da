using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator.Workflow;
using Microsoft.Extensions.Logging;

namespace Azsreg.Cli.Verbs;

/// <summary>Shows a running workflow as steps on the terminal.</summary>
internal sealed class RegistrationProgress(CliContext context) : IDisposable
{
    private readonly ILogger _log = context.Logs.CreateLogger("Registration");
    private StepProgress _progress = context.StartProgress();
    private StepProgress.Step? _step;

    /// <summary>Takes an event of the workflow.</summary>
    public void Observe(WorkflowEvent told)
    {
        Log(told);
        var detail = RegistrationIds.Shorten(told.Detail);
        switch (told.Kind)
        {
            case WorkflowEventKind.Resumed:
                _progress.Note($"Going on with the run of {told.Detail} that was interrupted.");
                break;
            case WorkflowEventKind.Started:
                _step = _progress.Begin(told.Title);
                break;
            case WorkflowEventKind.Progressed or WorkflowEventKind.Retrying:
                _step?.Update(detail);
                break;
            case WorkflowEventKind.Passed or WorkflowEventKind.Done:
                _step?.Succeed(detail);
                break;
            case WorkflowEventKind.InPlace:
                _step?.FindInPlace(told.Detail is null ? "in place already" : detail);
                break;
            case WorkflowEventKind.Failed:
                _step?.Fail();
                break;
            case WorkflowEventKind.Interrupted:
                _step?.Fail("interrupted");
                _progress.Note($"  {told.Detail}");
                break;
            case WorkflowEventKind.Undone:
                _progress.Note($"  taken back: {told.Detail}");
                break;
            case WorkflowEventKind.LeftBehind:
                _progress.Note($"  left behind: {told.Detail}");
                break;
            default:
                // Planned: its line comes when it has acted.
                break;
        }
    }

    /// <summary>What happened is kept for support as well; events hold no secrets.</summary>
    private void Log(WorkflowEvent told)
    {
        if (told.Kind is WorkflowEventKind.Started or WorkflowEventKind.Planned) return;
        var level = told.Kind is WorkflowEventKind.Failed or WorkflowEventKind.LeftBehind or WorkflowEventKind.Retrying ? LogLevel.Warning : LogLevel.Information;
        _log.Log(level, "{Step}: {Kind} {Detail} ({Milliseconds} ms)", told.Step, told.Kind, told.Detail, (long)told.Elapsed.TotalMilliseconds);
    }

    /// <summary>Asks a person something, with nothing drawn meanwhile.</summary>
    public T Pausing<T>(Func<T> ask)
    {
        _progress.Dispose();
        try
        {
            return ask();
        }
        finally
        {
            _step = null;
            _progress = context.StartProgress();
        }
    }

    public void Dispose() => _progress.Dispose();
}
