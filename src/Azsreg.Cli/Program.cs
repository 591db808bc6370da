using System.Runtime.InteropServices;
using Azsreg.Cli.Shell;

using var interrupted = new CancellationTokenSource();
var firstAt = 0L;
var interruption = new Interruption();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
var application = new CliApplication(ConsoleIo.Create(interruption), Environment.GetEnvironmentVariable, TimeProvider.System, RootVerbs.Groups);
return await application.RunAsync(args, interrupted.Token);

// The first signal asks for an orderly end, a later one ends the process the system's way. What comes within a second of the first is the same
// wish: timeout(1), for one, signals the program and then its whole group.
void Interrupt(PosixSignalContext signal)
{
    if (signal.Signal == PosixSignal.SIGINT && interruption.TryHandle())
    {
        signal.Cancel = true;
        return;
    }

    var now = TimeProvider.System.GetTimestamp();
    if (Interlocked.CompareExchange(ref firstAt, now, 0) is var first && (first == 0 || TimeProvider.System.GetElapsedTime(first, now) < TimeSpan.FromSeconds(1)))
    {
        signal.Cancel = true;
        interrupted.Cancel();
    }
}
