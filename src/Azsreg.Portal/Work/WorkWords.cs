using System.Globalization;
using Azsreg.Portal.Kit;

namespace Azsreg.Portal.Work;

/// <summary>Where a run and its steps stand, in dots and words.</summary>
internal static class WorkWords
{
    public static StateKind Kind(WorkState state) => state switch
    {
        WorkState.Running => StateKind.Working,
        WorkState.Done => StateKind.Good,
        WorkState.Failed => StateKind.Bad,
        _ => StateKind.Warning,
    };

    public static string Text(WorkState state) => state switch
    {
        WorkState.Running => "Running",
        WorkState.Done => "Done",
        WorkState.Failed => "Failed",
        _ => "Interrupted",
    };

    public static string Text(WorkStepState state) => state switch
    {
        WorkStepState.Waiting => "waiting",
        WorkStepState.Working => "at work",
        WorkStepState.Done => "done",
        WorkStepState.InPlace => "in place already",
        WorkStepState.Failed => "failed",
        _ => "interrupted",
    };

    public static string Icon(WorkStepState state) => state switch
    {
        WorkStepState.Waiting => "circle",
        WorkStepState.Working => "arrow_sync",
        WorkStepState.Done or WorkStepState.InPlace => "checkmark_circle",
        WorkStepState.Failed => "error_circle",
        _ => "warning",
    };

    /// <summary>A time as a person reads it: <c>38 ms</c>, <c>1.2 s</c>.</summary>
    public static string Elapsed(long milliseconds) => milliseconds < 1000
        ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000.0:0.0} s");
}
