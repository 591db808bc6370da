using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Azsreg.Bench;

/// <summary>The program in a process of its own.</summary>
internal sealed class AzsregProcess : IAsyncDisposable
{
    /// <summary>The argument with which the bench program ends at once.</summary>
    public const string NothingToDo = "--nothing";

    private static readonly ConcurrentDictionary<int, AzsregProcess> Living = new();

    private readonly Process _process;

    private AzsregProcess(Process process)
    {
        _process = process;
        Living[Id] = this;
    }

    public int Id => _process.Id;

    /// <summary>Ends all that were started and still run; for a bench that is itself ended.</summary>
    public static void KillAll()
    {
        foreach (var program in Living.Values)
            program.Kill();
    }

    /// <summary>Runs it to its end and returns the last line of its output.</summary>
    public static async Task<string> RunAsync(BenchFolder folder, string[] arguments, CancellationToken cancellationToken)
    {
        await using var program = Start(folder, arguments);
        // A read of its output ends with the program only.
        await using var giveUp = cancellationToken.Register(program.Kill);
        var output = await program._process.StandardOutput.ReadToEndAsync(cancellationToken);
        await program._process.WaitForExitAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return program._process.ExitCode == 0
            ? output.TrimEnd().Split('\n')[^1]
            : throw new InvalidOperationException($"azsreg {string.Join(' ', arguments)} ended with {program._process.ExitCode}: {output}");
    }

    /// <summary>Starts this very program with nothing to do: what the runtime alone takes.</summary>
    public static async Task RunNothingAsync(CancellationToken cancellationToken)
    {
        using var process = Process.Start("dotnet", [typeof(AzsregProcess).Assembly.Location, NothingToDo]);
        await process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Starts what stays, and waits for the line that says it is ready.</summary>
    public static async Task<(AzsregProcess Program, JsonElement Ready)> StartAsync(
        BenchFolder folder, string[] arguments, CancellationToken cancellationToken)
    {
        var program = Start(folder, arguments);
        try
        {
            await using var giveUp = cancellationToken.Register(program.Kill);
            var line = await program._process.StandardOutput.ReadLineAsync(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            return line is null
                ? throw new InvalidOperationException($"azsreg {string.Join(' ', arguments)} ended early.")
                : (program, JsonDocument.Parse(line).RootElement);
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // Politely, as Ctrl-C does: the next start shall find what an orderly end leaves.
            using var kill = Process.Start("kill", ["-INT", $"{_process.Id}"]);
            await kill.WaitForExitAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Kill();
            }
        }

        Living.TryRemove(Id, out _);
        _process.Dispose();
    }

    private void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }

    private static AzsregProcess Start(BenchFolder folder, string[] arguments)
    {
        var start = new ProcessStartInfo(BenchFolder.Script) { RedirectStandardOutput = true };
        foreach (var argument in (string[])[.. arguments, "--data", folder.Path, "--output", "json"])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["AZSREG_SAMPLE_PASSWORD"] = BenchFolder.Password;
        start.Environment["NO_COLOR"] = "1";
        return new AzsregProcess(Process.Start(start)!);
    }
}
