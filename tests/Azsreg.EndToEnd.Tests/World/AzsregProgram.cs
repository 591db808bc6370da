using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Azsreg.EndToEnd.Tests;

/// <summary>The shipped program, started as a user starts it: a process of its own with arguments, environment and standard input.</summary>
internal sealed class AzsregProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly List<(Func<string, bool> Wanted, TaskCompletionSource<string> Found)> _waiters = [];

    private AzsregProgram(Process process) => _process = process;

    /// <summary>Names the program to start. <c>./test</c> sets it to the one <c>./azsreg</c> compiles ahead of time, with which a verb takes three fifths of the time.</summary>
    private const string Variable = "AZSREG_TEST_PROGRAM";

    /// <summary>The program's file; the one built with the tests where nobody names another.</summary>
    public static string ProgramPath { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : Path.Combine(AppContext.BaseDirectory, "azsreg.dll");

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output { get { lock (_output) return _output.ToString(); } }

    public string Error { get { lock (_output) return _error.ToString(); } }

    /// <summary>Runs the program to its end.</summary>
    public static async Task<ProgramResult> RunAsync(
        IEnumerable<string> arguments, string? input = null, IReadOnlyDictionary<string, string>? environment = null, TimeSpan? limit = null,
        IReadOnlyList<string>? within = null)
    {
        await using var program = Start(arguments, environment, within);
        if (input is not null)
            await program._process.StandardInput.WriteAsync(input);
        program._process.StandardInput.Close();
        return await program.WaitForExitAsync(limit ?? TimeSpan.FromMinutes(5));
    }

    /// <summary>Starts the program and leaves it running.</summary>
    /// <param name="arguments">What follows <c>azsreg</c>.</param>
    /// <param name="environment">Variables to set.</param>
    /// <param name="within">A command that runs another one, put before it; null for none.</param>
    public static AzsregProgram Start(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, IReadOnlyList<string>? within = null)
    {
        string[] command = [.. within ?? [], "dotnet", ProgramPath];
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var argument in command.Skip(1).Concat(arguments))
            start.ArgumentList.Add(argument);
        start.Environment["NO_COLOR"] = "1";
        start.Environment.Remove("AZSREG_DATA");
        start.Environment.Remove(Variable);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        var program = new AzsregProgram(process);
        process.OutputDataReceived += (_, line) => program.Take(line.Data, program._output);
        process.ErrorDataReceived += (_, line) => program.Take(line.Data, program._error);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return program;
    }

    /// <summary>The first line on either stream that is wanted, past ones included.</summary>
    /// <exception cref="TimeoutException">None came in time, or the program ended before.</exception>
    public async Task<string> LineAsync(Func<string, bool> wanted, TimeSpan limit)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_output)
        {
            foreach (var line in $"{_output}{_error}".Split('\n'))
            {
                if (wanted(line))
                    return line;
            }

            _waiters.Add((wanted, found));
        }

        using var patience = new CancellationTokenSource(limit);
        var ended = _process.WaitForExitAsync(patience.Token);
        var first = await Task.WhenAny(found.Task, ended);
        if (first == found.Task || found.Task.IsCompleted)
            return await found.Task;
        throw new TimeoutException($"The line did not come.\nstdout:\n{Output}\nstderr:\n{Error}");
    }

    public async Task<ProgramResult> WaitForExitAsync(TimeSpan limit)
    {
        using var patience = new CancellationTokenSource(limit);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The program did not end within {limit}.\nstdout:\n{Output}\nstderr:\n{Error}");
        }

        return new ProgramResult(_process.ExitCode, Output, Error);
    }

    /// <summary>Completes when the process has ended.</summary>
    public Task Ended => _process.WaitForExitAsync();

    /// <summary>SIGKILL: nothing of the process runs after it.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGKILL, without waiting for the end: for whoever watches and must not lose a moment.</summary>
    public void Kill() => _process.Kill();

    /// <summary>
    /// SIGINT, as Ctrl-C sends it. A shell without job control starts what it puts into the background with SIGINT ignored, and that is inherited and
    /// kept, as POSIX wants it (the runtime leaves an ignored signal alone): tests started so ask by SIGTERM, the way to end such a program.
    /// </summary>
    public async Task<ProgramResult> InterruptAsync(TimeSpan limit)
    {
        using var kill = Process.Start("kill", [IgnoresInterrupt() ? "-TERM" : "-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        return await WaitForExitAsync(limit);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    /// <summary>By the mask of ignored signals in <c>/proc/PID/status</c>; a system without it does not tell, and is taken to ignore none.</summary>
    private bool IgnoresInterrupt()
    {
        const int interrupt = 2;
        var status = $"/proc/{_process.Id}/status";
        return File.Exists(status)
            && File.ReadLines(status).FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } mask
            && (ulong.Parse(mask.AsSpan("SigIgn:".Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1UL << (interrupt - 1))) != 0;
    }

    private void Take(string? line, StringBuilder into)
    {
        if (line is null)
            return;
        lock (_output)
        {
            into.Append(line).Append('\n');
            for (var i = _waiters.Count - 1; i >= 0; i--)
            {
                if (!_waiters[i].Wanted(line))
                    continue;
                _waiters[i].Found.TrySetResult(line);
                _waiters.RemoveAt(i);
            }
        }
    }
}
