using System.Runtime.InteropServices;
using Azsreg.Bench;

// bench [NAME…] [--full]: one JSON object a line; exit code 1 where a budget is missed, 2 where a name is unknown.
if (args is [AzsregProcess.NothingToDo])
{
    return 0;
}

if (args is [FuzzProcess.Argument, ..])
{
    return await FuzzProcess.RunAsync(args.Contains("--full"));
}

// Nothing that was started outlives the bench, however it ends.
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => AzsregProcess.KillAll());
using var ended = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => AzsregProcess.KillAll());

IBench[] all = [new RegistrationBench(), new StartupBench(), new HttpBench(), new RemotingBench(), new FuzzRemotingBench(), new MarketplaceBench(), new UsageBench(), new PortalBench()];
var isFull = args.Contains("--full");
var names = args.Where(argument => argument != "--full").ToList();
if (names.FirstOrDefault(name => all.All(bench => bench.Name != name)) is { } unknown)
{
    await Console.Error.WriteLineAsync($"There is no bench '{unknown}'. Benches: {string.Join(", ", all.Select(bench => bench.Name))}");
    return 2;
}

var allOk = true;
foreach (var bench in all.Where(bench => names.Count == 0 || names.Contains(bench.Name)))
{
    // A bench that hangs is a failed one.
    using var limit = new CancellationTokenSource(isFull ? bench.FullLimit : bench.Limit);
    using var folder = new BenchFolder();
    try
    {
        await foreach (var row in bench.RunAsync(folder, isFull, limit.Token))
        {
            Console.WriteLine(row.ToJson(bench.Name));
            allOk &= row.IsOk;
        }
    }
    catch (OperationCanceledException) when (limit.IsCancellationRequested)
    {
        await Console.Error.WriteLineAsync($"{bench.Name}: not done in its time");
        allOk = false;
    }
}

return allOk ? 0 : 1;
