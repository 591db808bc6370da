using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Remoting;
using Azsreg.Remoting.Client;

namespace Azsreg.Cli.Verbs;

/// <summary>Shows what a pipeline writes while it runs: objects on standard output, the other streams in their colours beside it.</summary>
internal sealed class PepScreen
{
    private readonly CliContext _context;
    private readonly ObjectText _objects;
    private readonly bool _drawsProgress;
    private bool _progressDrawn;

    public PepScreen(CliContext context)
    {
        _context = context;
        _objects = new ObjectText(context.Io.Out, context.Style, context.Io.Width);
        _drawsProgress = context.Io.IsErrorTerminal;
        Streams = new RemoteStreams
        {
            Output = value => Between(() => _objects.Add(value)),
            Error = error => Tell(() => ShowError(error)),
            Warning = text => Tell(() => Line(context.ErrorStyle.Wait("WARNING: " + text))),
            Verbose = text => Tell(() => Line(context.ErrorStyle.Wait("VERBOSE: " + text))),
            Debug = text => Tell(() => Line(context.ErrorStyle.Dim("DEBUG: " + text))),
            Information = record => Tell(() => ShowInformation(record)),
            Progress = ShowProgress,
        };
    }

    public RemoteStreams Streams { get; }

    /// <summary>Nothing more comes.</summary>
    public void End() => Between(_objects.Flush);

    /// <summary>Everything a pipeline wrote, for a program.</summary>
    public static object ToObject(Uri url, string command, RemoteResult result) => new
    {
        privilegedEndpoint = url,
        command,
        failed = result.HadTerminatingError,
        output = result.Output.Select(RemoteValues.ToJson),
        errors = result.Errors.Select(RemoteValues.ToJson),
        result.Warnings,
        result.Verbose,
        result.Debug,
        information = result.Information.Select(record => new { record.Message, record.Source, record.Tags, record.TimeGenerated }),
    };

    private void ShowError(RemoteError error)
    {
        var style = _context.ErrorStyle;
        Line(style.Bad(error.Activity.Length > 0 ? $"{error.Activity} : {error.Message}" : error.Message));
        Line(style.Bad($"    + {error.Category}: {error.FullyQualifiedErrorId}"));
        if (error.RecommendedAction is { Length: > 0 } advice)
        {
            Line(style.Dim($"    {advice}"));
        }
    }

    private void ShowInformation(RemoteInformation record)
    {
        // Write-Host's lines are meant for the person, wherever the objects go.
        var style = _context.ErrorStyle;
        Line(record.Message.Split(' ', 2)[0] switch
        {
            "PASS" => style.Good(record.Message),
            "WARN" => style.Wait(record.Message),
            "FAIL" => style.Bad(record.Message),
            _ => Style.Printable(record.Message),
        });
    }

    private void ShowProgress(RemoteProgress progress)
    {
        if (!_drawsProgress)
        {
            return;
        }

        Erase();
        if (progress.IsCompleted)
        {
            return;
        }

        var percent = progress.PercentComplete >= 0 ? $" {progress.PercentComplete}%" : "";
        var text = Style.Printable($"{progress.Activity}: {progress.Status}{percent}").ReplaceLineEndings(" ");
        var room = Math.Max(0, _context.Io.Width - 1);
        _context.Io.Error.Write(_context.ErrorStyle.Dim(text.Length > room ? text[..room] : text));
        _context.Io.Error.Flush();
        _progressDrawn = true;
    }

    private void Tell(Action write) => Between(() =>
    {
        _objects.Flush();
        write();
    });

    private void Between(Action write)
    {
        Erase();
        write();
        _context.Io.Out.Flush();
    }

    private void Erase()
    {
        if (_progressDrawn)
        {
            _context.Io.Error.Write("\r\e[K");
            _progressDrawn = false;
        }
    }

    private void Line(string text) => _context.Io.Error.WriteLine(text);
}
