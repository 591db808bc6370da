using System.Text;
using Azsreg.Cli.Shell;

namespace Azsreg.Cli.Tests;

/// <summary>The program in process while it runs: its lines as they come, and the Ctrl-C.</summary>
internal sealed class RunningCli : IAsyncDisposable
{
    private readonly CancellationTokenSource _interrupt = new();
    private readonly LineWriter _output = new();
    private readonly StringWriter _error = new() { NewLine = "\n" };
    private readonly Task<int> _run;

    private RunningCli(TimeProvider clock, string[] arguments)
    {
        var io = new CommandIo { In = new StringReader(""), Out = _output, Error = TextWriter.Synchronized(_error) };
        var application = new CliApplication(io, _ => null, clock, RootVerbs.Groups);
        _run = Task.Run(() => application.RunAsync(arguments, _interrupt.Token));
    }

    public static RunningCli Start(params string[] arguments) => new(TimeProvider.System, arguments);

    public static RunningCli Start(TimeProvider clock, params string[] arguments) => new(clock, arguments);

    /// <summary>The first whole line on standard output.</summary>
    public async Task<string> LineAsync(TimeSpan patience)
    {
        await Task.WhenAny(_output.First, _run).WaitAsync(patience);
        return _output.First.IsCompleted ? await _output.First : throw new InvalidOperationException($"It ended with {await _run}: {_error}");
    }

    public async Task<CliRun> InterruptAsync(TimeSpan patience)
    {
        await _interrupt.CancelAsync();
        var exitCode = await _run.WaitAsync(patience);
        return new CliRun(exitCode, _output.ToString()!, _error.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await InterruptAsync(TimeSpan.FromMinutes(3));
        _interrupt.Dispose();
        await _output.DisposeAsync();
        await _error.DisposeAsync();
    }

    private sealed class LineWriter : TextWriter
    {
        private readonly StringBuilder _all = new();
        private readonly TaskCompletionSource<string> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public LineWriter() => CoreNewLine = ['\n'];

        public override Encoding Encoding => Encoding.UTF8;

        public Task<string> First => _first.Task;

        public override void Write(char value)
        {
            lock (_all)
            {
                _all.Append(value);
                if (value == '\n')
                {
                    _first.TrySetResult(_all.ToString().Split('\n')[0]);
                }
            }
        }

        public override string ToString()
        {
            lock (_all)
            {
                return _all.ToString();
            }
        }
    }
}
