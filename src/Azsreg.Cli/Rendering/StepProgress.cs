using System.Globalization;
using Azsreg.Cli.Shell;

namespace Azsreg.Cli.Rendering;

/// <summary>
/// Tells steps as they happen. On a terminal the running step is drawn again in place, with a sign that it lives; elsewhere each step is one
/// plain line when it has ended; a host is told of each change.
/// </summary>
internal sealed class StepProgress : IDisposable
{
    private const int NameWidth = 30;
    private const int DetailWidth = 34;
    private const string Frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(100);

    private readonly TextWriter _writer;
    private readonly Style _style;
    private readonly bool _redraws;
    private readonly int _width;
    private readonly TimeProvider _clock;
    private readonly IVerbHost? _host;
    private readonly ITimer? _timer;
    private readonly Lock _drawing = new();
    private Step? _running;
    private int _frame;
    private bool _held;
