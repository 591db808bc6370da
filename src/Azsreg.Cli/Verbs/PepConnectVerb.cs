using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Stamps;
using Azsreg.Protocol;
using Azsreg.Remoting;
using Azsreg.Remoting.Client;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg pep connect</c>: a prompt on a privileged endpoint, or a script of commands from standard input.</summary>
internal sealed class PepConnectVerb
{
    private readonly PepTarget _target = new(ArgumentArity.ZeroOrOne);

    public static Verb Create() => new PepConnectVerb().Build();

    private Verb Build()
    {
        var verb = new Verb(
            "connect", "Opens a prompt on a privileged endpoint; where standard input is no terminal its lines are run, and the first that fails ends it.",
            "azsreg pep connect AzS-ERCS01", RunAsync);
        _target.AddTo(verb);
        return verb;
    }

    private async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellationToken)
    {
        using var operation = new OperatorContext(context.Data, context.Clock);
        await using var session = await _target.OpenAsync(context, operation, parsed, cancellationToken);
        var commands = new PepCommands(session);
        var io = context.Io;
        var editor = io is { IsInteractive: true, ReadKey: { } readKey }
            ? new LineEditor(io.Out, readKey, io.Width, before => commands.CompleteAsync(before, cancellationToken).GetAwaiter().GetResult())
            : null;
        if (io.IsInteractive)
            io.Error.WriteLine(context.ErrorStyle.Dim($"Connected to {session.Address.Name} ({session.Address.Url}). \"help\" lists the commands, Tab completes, \"exit\" ends."));

        var prompt = $"[{session.Address.Name}]: PS> ";
        var failed = false;
        while (!cancellationToken.IsCancellationRequested && Read(io, editor, prompt) is { } line)
        {
            switch (line.Trim().ToUpperInvariant())
            {
                case "":
                    continue;
                case "EXIT" or "QUIT" or "EXIT-PSSESSION":
                    return;
                case "HELP":
                    context.WriteLine(string.Join('\n', await commands.NamesAsync(cancellationToken)));
                    continue;
            }

            failed |= !await TryRunAsync(context, session, line, cancellationToken);
            if (failed && !io.IsInteractive)
                break;
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (failed && !io.IsInteractive)
            throw new ToldFailureException(FailureKind.Failed);
    }

    private static string? Read(CommandIo io, LineEditor? editor, string prompt)
    {
        if (editor is not null)
            return editor.Read(prompt);
        if (io.IsInteractive)
        {
            io.Error.Write(prompt);
            io.Error.Flush();
        }

        return io.In.ReadLine();
    }

    /// <summary>Runs a line; false if it failed. In a prompt a line that cannot be read is told and the session goes on.</summary>
    private static async Task<bool> TryRunAsync(CliContext context, PrivilegedEndpointSession session, string line, CancellationToken cancellationToken)
    {
        IReadOnlyList<RemoteCommand> pipeline;
        try
        {
            pipeline = PepLine.Parse(line, question => Answer(context.Io, question));
        }
        catch (CataloguedException failure) when (context.Io.IsInteractive)
        {
            ErrorParagraph.Write(context.Io.Error, context.ErrorStyle, failure);
            return false;
        }

        if (pipeline.Count == 0)
            return true;
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Once stops the command; again ends the verb, whatever the endpoint does.
        using var caught = context.Io.Interruption.Catch(() =>
        {
            var isFirst = !stopped.IsCancellationRequested;
            stopped.Cancel();
            return isFirst;
        });
        var screen = context.IsJson ? null : new PepScreen(context);
        try
        {
            var result = await session.InvokeAsync(pipeline, screen?.Streams, stopped.Token);
            if (screen is null)
                context.WriteJson(PepScreen.ToObject(session.Address.Url, string.Join(" | ", pipeline.Select(command => command.Name)), result));
            return result.Errors.Count == 0;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            screen?.End();
            context.Io.Error.WriteLine(context.ErrorStyle.Wait("Stopped."));
            return false;
        }
        finally
        {
            screen?.End();
        }
    }

    private static object? Answer(CommandIo io, string question)
    {
        if (!question.StartsWith("Get-Credential", StringComparison.OrdinalIgnoreCase))
            return question.Contains("-AsSecureString", StringComparison.OrdinalIgnoreCase) ? PepTarget.AskSecret(io, "Secret") : PepTarget.AskSecret(io, "Secret").Reveal();
        var user = question["Get-Credential".Length..].Trim().Trim('"', '\'');
        if (user.Length == 0)
            throw new CataloguedException(ErrorCatalogue.LineNotUnderstood, "write the user's name: (Get-Credential DOMAIN\\USER).");
        return new RemoteCredential(user, PepTarget.AskSecret(io, $"Password of {user}"));
    }
}
