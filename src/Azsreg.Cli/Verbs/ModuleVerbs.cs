using System.CommandLine;
using System.Diagnostics;
using Azsreg.Cli.JsonLines;
using Azsreg.Cli.Shell;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg module serve</c>.</summary>
internal static class ModuleVerbs
{
    public static Command Create() => new(VerbRequest.OwnVerb, "What the PowerShell module stands on.") { Serve() };

    private static Verb Serve()
    {
        var host = new Option<int?>("--host-process") { Description = "end when this process has ended", HelpName = "PID" };
        return new Verb(
            "serve",
            "Runs verbs for another program, which talks to this one in lines of JSON on standard input and output. The PowerShell module starts it; docs/powershell.md describes the lines.",
            "azsreg module serve",
            async (context, parsed, cancellationToken) =>
            {
                if (context.Io.Host is not null) throw VerbRequest.Wrong("a conversation is not opened within a conversation");
                using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                if (parsed.GetValue(host) is { } id) _ = EndWithAsync(id, ended);
                try
                {
                    await new JsonLinesSession(context.Io, context.Environment, context.Clock, RootVerbs.Groups).RunAsync(ended.Token);
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    // The host has ended; there is nobody to tell.
                }
            })
        {
            host,
        };
    }

    /// <summary>The end of the input says it too, except where another child of the host inherited our pipe.</summary>
    private static async Task EndWithAsync(int id, CancellationTokenSource ended)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            await process.WaitForExitAsync(ended.Token);
            await ended.CancelAsync();
        }
        catch (ArgumentException)
        {
            await ended.CancelAsync();
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException or System.ComponentModel.Win32Exception or ObjectDisposedException)
        {
            // This process ends first, or may not look at that one: the end of the input remains.
        }
    }
}
