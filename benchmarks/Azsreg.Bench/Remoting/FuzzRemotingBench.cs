using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Azsreg.Bench;

/// <summary>
/// Damaged inputs to everything of PowerShell remoting that reads a stranger's bytes, in process and over HTTP. It runs in a process of its own
/// with a bounded heap, so that a crash is a row like any other. AZSREG_FUZZ_SEED sets where the inputs begin; what fails is kept in
/// <c>.build/fuzz</c>, and AZSREG_FUZZ_REPLAY=target:seed:number feeds one input again.
/// </summary>
internal sealed class FuzzRemotingBench : IBench
{
    public string Name => "fuzz-remoting";

    public TimeSpan FullLimit => TimeSpan.FromHours(1);

    public async IAsyncEnumerable<BenchRow> RunAsync(BenchFolder folder, bool isFull, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(FuzzRemotingBench).Assembly.Location);
        start.ArgumentList.Add(FuzzProcess.Argument);
        if (isFull) start.ArgumentList.Add("--full");
        // 2 GiB, in hexadecimal as the runtime reads it: memory without bounds ends there instead of at the machine's end.
        start.Environment["DOTNET_GCHeapHardLimit"] = "80000000";
        using var process = Process.Start(start)!;
        var failed = false;
        try
        {
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                var row = JsonSerializer.Deserialize<BenchRow>(line)!;
                failed |= row.Name == "failures";
                yield return row;
            }

            await process.WaitForExitAsync(cancellationToken);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }

        if (process.ExitCode != 0 || !failed)
        {
            await Console.Error.WriteLineAsync($"The process ended with {process.ExitCode}, at one of: {string.Join(", ", FuzzJournal.Read())}");
            yield return new BenchRow("crashes", 1, "crashes") { Budget = 0 };
        }
    }
}
