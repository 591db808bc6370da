using System.Globalization;
using Azsreg.Cli.Shell;
using Azsreg.Protocol;

namespace Azsreg.Cli.Rendering;

/// <summary>
/// Shows several transfers at once. On a terminal those under way are drawn again in place, those that have ended stay above them; elsewhere
/// there is a plain line when one ends, and now and then where one is; a host is told of each change.
/// </summary>
internal sealed class TransferProgress : IDisposable
{
    /// <summary>More lines than this are hard to read, and a terminal that scrolls cannot be drawn again in place.</summary>
    private const int MostLines = 8;

    private const string Frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan PlainEvery = TimeSpan.FromSeconds(30);

    private readonly TextWriter _writer;
    private readonly Style _style;
    private readonly bool _redraws;
    private readonly int _width;
    private readonly TimeProvider _clock;
    private readonly IVerbHost? _host;
    private readonly ITimer? _timer;
    private readonly Lock _drawing = new();
    private readonly List<TransferLine> _lines = [];
    private readonly Dictionary<string, long> _toldAt = [];
    private readonly Dictionary<string, long> _began = [];
    private int _drawn;
    private int _frame;

    public TransferProgress(TextWriter writer, Style style, bool redraws, int width, TimeProvider clock, IVerbHost? host = null)
    {
        _writer = writer;
        _style = style;
        _redraws = redraws;
        _width = width;
        _clock = clock;
        _host = host;
        if (redraws)
        {
            _writer.Write("\e[?25l");
            _timer = clock.CreateTimer(_ => NextFrame(), null, FrameTime, FrameTime);
        }
    }

    /// <summary>For what a verb runs: on standard output for a person, on standard error beside JSON.</summary>
    public static TransferProgress Start(CliContext context) => context.Io.Host is { } host
        ? new TransferProgress(TextWriter.Null, new Style(colour: false), redraws: false, 80, context.Clock, host)
        : new TransferProgress(context.Io.Out, context.Style, context.Io.IsOutputTerminal && !context.IsVerbose, context.Io.Width, context.Clock);

    /// <summary>Takes the news of one transfer.</summary>
    public void Show(TransferLine line)
    {
        lock (_drawing)
        {
            var index = _lines.FindIndex(one => one.Id == line.Id);
            if (index >= 0 && IsEnded(_lines[index]))
                return;
            if (index < 0)
            {
                index = _lines.Count;
                _lines.Add(line);
            }

            _lines[index] = line;
            if (line.State != TransferState.Waiting)
                _began.TryAdd(line.Id, _clock.GetTimestamp());
            Tell(index, line);
            if (IsEnded(line))
                End(line);
            else if (!_redraws)
                TellNowAndThen(line);
        }
    }

    public void Dispose()
    {
        lock (_drawing)
        {
            _timer?.Dispose();
            Erase();
            if (_redraws)
            {
                _writer.Write("\e[?25h");
                _writer.Flush();
            }
        }
    }

    private static bool IsEnded(TransferLine line) => line.State is TransferState.Done or TransferState.InPlace or TransferState.Failed;

    private void NextFrame()
    {
        lock (_drawing)
        {
            _frame = (_frame + 1) % Frames.Length;
            Erase();
            Draw();
        }
    }

    private void End(TransferLine line)
    {
        Erase();
        var (mark, meaning) = line.State switch
        {
            TransferState.Done => ("✓", Meaning.Good),
            TransferState.InPlace => ("=", Meaning.Dim),
            _ => ("✗", Meaning.Bad),
        };
        var size = line.BytesTotal is { } bytes && line.State != TransferState.Failed ? ByteSize.Exact(bytes) : "";
        var time = line.State == TransferState.Done ? Time(_clock.GetElapsedTime(_began[line.Id])) : "";
        var detail = line.State == TransferState.Failed ? line.Detail ?? "failed" : $"{size,8}  {line.Detail ?? time}";
        _writer.WriteLine($"  {_style.Paint(mark, meaning)} {Style.Printable((line with { Detail = detail }).Text(_width))}");
        Draw();
    }

    private void TellNowAndThen(TransferLine line)
    {
        var now = _clock.GetTimestamp();
        if (line.State != TransferState.Running)
            return;
        if (!_toldAt.TryGetValue(line.Id, out var last))
        {
            // The first look is not told: most transfers are over before the next.
            _toldAt[line.Id] = now;
            return;
        }

        if (_clock.GetElapsedTime(last, now) < PlainEvery)
            return;
        _toldAt[line.Id] = now;
        _writer.WriteLine("    " + Style.Printable(line.Text(_width)));
        _writer.Flush();
    }

    private void Tell(int index, TransferLine line)
    {
        var detail = line.State == TransferState.Running && line.Percent is { } percent
            ? string.Create(CultureInfo.InvariantCulture, $"{percent:0}%")
            : line.Detail ?? "";
        _host?.Step(index + 1, line.Name, detail, line.State switch
        {
            TransferState.Done => StepState.Done,
            TransferState.InPlace => StepState.InPlace,
            TransferState.Failed => StepState.Failed,
            _ => StepState.Running,
        });
    }

    private void Draw()
    {
        if (!_redraws)
            return;
        var open = _lines.Where(line => !IsEnded(line)).ToList();
        // Those that move first: what waits is the same in every frame.
        var shown = open.OrderBy(line => line.State == TransferState.Waiting).Take(MostLines).ToList();
        foreach (var line in shown)
        {
            var mark = line.State == TransferState.Running ? _style.Wait(Frames[_frame].ToString()) : " ";
            var text = Style.Printable((line.State == TransferState.Waiting ? line with { Detail = line.Detail ?? "waiting" } : line).Text(_width));
            _writer.WriteLine($"  {mark} {(line.State == TransferState.Waiting ? _style.Dim(text) : text)}");
        }

        _drawn = shown.Count;
        if (_lines.Count > 1 && open.Count > 0)
        {
            _writer.WriteLine("    " + _style.Dim(TransferLine.Cut(Sum(open.Count - shown.Count), _width - 5)));
            _drawn++;
        }

        _writer.Flush();
    }

    private string Sum(int hidden)
    {
        var rate = (long)_lines.Sum(line => line.State == TransferState.Running ? line.BytesPerSecond ?? 0 : 0);
        var done = _lines.Sum(line => IsEnded(line) ? line.BytesTotal ?? 0 : line.BytesDone ?? 0);
        var total = _lines.Sum(line => line.BytesTotal ?? 0);
        var more = hidden > 0 ? $"and {hidden} more, " : "";
        var amount = total > 0 ? $", {ByteSize.Exact(done)} of {ByteSize.Exact(total)}" : "";
        return $"{more}{_lines.Count(IsEnded)} of {_lines.Count} done{amount}{(rate > 0 ? $", {ByteSize.Exact(rate)}/s" : "")}";
    }

    private void Erase()
    {
        if (_drawn == 0)
            return;
        _writer.Write(string.Create(CultureInfo.InvariantCulture, $"\e[{_drawn}A\r\e[J"));
        _drawn = 0;
    }

    private static string Time(TimeSpan time) => time < TimeSpan.FromMinutes(2)
        ? time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s"
        : time.TotalMinutes.ToString("#,0", CultureInfo.InvariantCulture) + " min";
}
