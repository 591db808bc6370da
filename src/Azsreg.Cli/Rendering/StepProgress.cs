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
    private int _steps;

    public StepProgress(TextWriter writer, Style style, bool redraws, int width, TimeProvider clock)
    {
        _writer = writer;
        _style = style;
        _redraws = redraws;
        _width = width;
        _clock = clock;
        _timer = redraws ? clock.CreateTimer(_ => NextFrame(), null, FrameTime, FrameTime) : null;
    }

    /// <summary>Tells a host.</summary>
    public StepProgress(IVerbHost host, TimeProvider clock)
        : this(TextWriter.Null, new Style(colour: false), redraws: false, width: 80, clock) => _host = host;

    /// <summary>Begins a step; it ends by <see cref="Step.Succeed"/> or <see cref="Step.Fail"/>, and has failed if disposed before.</summary>
    public Step Begin(string name, string detail = "")
    {
        lock (_drawing)
        {
            _running = new Step(this, name, detail, _clock.GetTimestamp(), ++_steps);
            Tell(_running, StepState.Running);
            DrawRunning();
            return _running;
        }
    }

    /// <summary>A line between steps.</summary>
    public void Note(string line)
    {
        lock (_drawing)
        {
            Erase();
            _writer.WriteLine(Style.Printable(line));
            _host?.Warn(line.Trim());
            DrawRunning();
        }
    }

    /// <summary>Takes the running step off the terminal until disposed: somebody else writes there.</summary>
    public IDisposable Hold()
    {
        lock (_drawing)
        {
            Erase();
            _held = true;
            return new Pause(this);
        }
    }

    public void Dispose()
    {
        lock (_drawing)
        {
            _timer?.Dispose();
            Erase();
            _running = null;
        }
    }

    private void NextFrame()
    {
        lock (_drawing)
        {
            _frame = (_frame + 1) % Frames.Length;
            DrawRunning();
        }
    }

    private void Change(Step step, string detail)
    {
        lock (_drawing)
        {
            step.Detail = detail;
            Tell(step, StepState.Running);
            DrawRunning();
        }
    }

    private void End(Step step, StepState state, string detail)
    {
        lock (_drawing)
        {
            step.Detail = detail;
            Tell(step, state);
            var (mark, meaning) = state switch
            {
                StepState.Done => ("✓", Meaning.Good),
                StepState.InPlace => ("=", Meaning.Dim),
                _ => ("✗", Meaning.Bad),
            };
            Erase();
            _running = null;
            var time = Milliseconds(_clock.GetElapsedTime(step.Began));
            var text = $"{step.Name.PadRight(NameWidth)}{detail.PadRight(DetailWidth)} {time,10}";
            _writer.WriteLine($"  {_style.Paint(mark, meaning)} {Style.Printable(text)}");
            _writer.Flush();
        }
    }

    private void Tell(Step step, StepState state) => _host?.Step(step.Number, step.Name, step.Detail, state);

    private void DrawRunning()
    {
        if (!_redraws || _held || _running is null)
        {
            return;
        }

        // Cut to the terminal: a line that wraps cannot be drawn again in place.
        var text = Style.Printable($"{_running.Name.PadRight(NameWidth)}{_running.Detail}".ReplaceLineEndings(" "));
        var room = Math.Max(0, _width - 5);
        Erase();
        _writer.Write($"  {_style.Wait(Frames[_frame].ToString())} {(text.Length > room ? text[..room] : text)}");
        _writer.Flush();
    }

    private void Erase()
    {
        if (_redraws && !_held && _running is not null)
        {
            _writer.Write("\r\e[K");
            _writer.Flush();
        }
    }

    private static string Milliseconds(TimeSpan time) => time < TimeSpan.FromSeconds(10)
        ? time.TotalMilliseconds.ToString("#,0", CultureInfo.InvariantCulture) + " ms"
        : time.TotalSeconds.ToString("#,0.0", CultureInfo.InvariantCulture) + " s";

    private sealed class Pause(StepProgress progress) : IDisposable
    {
        public void Dispose()
        {
            lock (progress._drawing)
            {
                progress._held = false;
                progress.DrawRunning();
            }
        }
    }

    /// <summary>A step under way.</summary>
    internal sealed class Step(StepProgress progress, string name, string detail, long began, int number) : IDisposable
    {
        private bool _ended;

        public string Name { get; } = name;

        internal string Detail { get; set; } = detail;

        internal long Began { get; } = began;

        internal int Number { get; } = number;

        /// <summary>Says what is going on within the step.</summary>
        public void Update(string detail) => progress.Change(this, detail);

        /// <summary>The step did what it should.</summary>
        public void Succeed(string detail = "") => End(StepState.Done, detail);

        /// <summary>There was nothing to do.</summary>
        public void FindInPlace(string detail = "in place already") => End(StepState.InPlace, detail);

        /// <summary>The step failed.</summary>
        public void Fail(string detail = "failed") => End(StepState.Failed, detail);

        public void Dispose() => Fail();

        private void End(StepState state, string detail)
        {
            if (!_ended)
            {
                _ended = true;
                progress.End(this, state, detail);
            }
        }
    }
}
