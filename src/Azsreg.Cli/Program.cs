using System.Runtime.InteropServices;
using Azsreg.Cli.Shell;

using var interrupted = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
var application = new CliApplication(ConsoleIo.Create(), Environment.GetEnvironmentVariable, TimeProvider.System, RootVerbs.Groups);
return await application.RunAsync(args, interrupted.Token);

// The first signal asks for an orderly end; a second one ends the process the system's way.
void Interrupt(PosixSignalContext signal)
{
    if (!interrupted.IsCancellationRequested)
    {
        signal.Cancel = true;
        interrupted.Cancel();
    }
}
