using System.Globalization;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator.Bundles;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary>Shows work on a bundle as one step: how many of its parts, how many bytes, how fast, how long still.</summary>
internal sealed class BundleStep : IProgress<BundleProgress>, IDisposable
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(200);

    private readonly StepProgress _progress;
    private readonly StepProgress.Step _step;
    private readonly TimeProvider _clock;
    private readonly string _parts;
    private readonly long _began;
    private long _told;

    /// <param name="context">Where to show it.</param>
    /// <param name="name">What is done.</param>
    /// <param name="parts">What is counted, such as <c>items</c>.</param>
    public BundleStep(CliContext context, string name, string parts)
    {
        _clock = context.Clock;
        _parts = parts;
        _progress = context.StartProgress();
        _step = _progress.Begin(name);
        _began = _clock.GetTimestamp();
    }

    public void Report(BundleProgress value)
    {
        // A terminal is not drawn for each of thousands of small files.
        if (_clock.GetElapsedTime(_told) < Often) return;
        _told = _clock.GetTimestamp();
        _step.Update(Text(value, _clock.GetElapsedTime(_began), _parts));
    }

    public void Succeed(string detail) => _step.Succeed(detail);

    public void Fail(string detail) => _step.Fail(detail);

    public void Dispose()
    {
        _step.Dispose();
        _progress.Dispose();
    }

    private static string Text(BundleProgress value, TimeSpan elapsed, string parts)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{value.ItemsDone} of {value.ItemsTotal} {parts}");
        if (value.BytesTotal == 0) return text;
        text += $", {ByteSize.Exact(value.BytesDone)} of {ByteSize.Exact(value.BytesTotal)}";
        var rate = value.BytesDone / Math.Max(elapsed.TotalSeconds, 0.001);
        if (elapsed < TimeSpan.FromSeconds(1) || rate < 1) return text;
        var left = TimeSpan.FromSeconds((value.BytesTotal - value.BytesDone) / rate);
        return string.Create(CultureInfo.InvariantCulture, $"{text}, {ByteSize.Exact((long)rate)}/s, {(left.TotalMinutes < 2 ? $"{Math.Ceiling(Math.Max(0, left.TotalSeconds)):0} s" : $"{left.TotalMinutes:0} min")} left");
    }
}
