using System.CommandLine;
using System.Runtime.CompilerServices;
using Azsreg.AzureClient;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Verbs;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Microsoft.Extensions.Logging;

namespace Azsreg.Cli.Shell;

/// <summary>
/// From a command line to an exit code: 0 ok, 1 failed, 2 usage, 3 sign-in or rights, 4 not found, 5 conflict, 6 cannot reach,
/// 130 interrupted. The one place that turns failures into words.
/// </summary>
internal sealed class CliApplication(CommandIo io, Func<string, string?> environment, TimeProvider clock, IReadOnlyList<VerbGroup> verbs)
{
    private const int Interrupted = 130;

    public Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        switch (args)
        {
            case [] or ["--help" or "-h" or "-?" or "help"]:
                // The parser is not loaded for what needs no parsing: half the time of a cold start.
                RootHelp.Write(io, verbs);
                return Task.FromResult(0);
            case ["--version"]:
                io.Out.WriteLine("azsreg " + VersionVerb.Version);
                return Task.FromResult(0);
            default:
                return ParseAndRunAsync(args, cancellationToken);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<int> ParseAndRunAsync(string[] args, CancellationToken cancellationToken)
    {
        var globals = new GlobalOptions();
        var root = BuildRoot(globals, args);
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var output = OutputFormat.Table;
        var context = new CliContext(io, environment, clock, parsed.GetValue(globals.Data), output, parsed.GetValue(globals.Verbose));
        try
        {
            if (parsed.GetValue(globals.Help))
            {
                HelpPage.Write(io, parsed.CommandResult.Command, globals.All);
                return 0;
            }

            output = OutputOf(parsed.GetValue(globals.Output), parsed.GetValue(globals.Data));
            context = new CliContext(io, environment, clock, parsed.GetValue(globals.Data), output, parsed.GetValue(globals.Verbose));
            await VerbOf(parsed).RunAsync(context, parsed, cancellationToken);
            return context.ExitCode;
        }
        catch (ToldFailureException told)
        {
            return (int)told.Kind;
        }
        catch (Exception exception)
        {
            return Fail(context, exception, cancellationToken);
        }
        finally
        {
            context.Dispose();
        }
    }

    /// <summary>The tree with the verb that is called; the others are not built.</summary>
    private RootCommand BuildRoot(GlobalOptions globals, string[] args)
    {
        var root = new RootCommand();
        root.Options.Clear(); // Its own help and version: ours are different.
        foreach (var option in globals.All)
        {
            root.Add(option);
        }

        foreach (var entry in verbs.SelectMany(group => group.Verbs))
        {
            if (args.Contains(entry.Name, StringComparer.Ordinal))
            {
                root.Add(entry.Create());
            }
        }

        return root;
    }

    private static Verb VerbOf(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command is not Verb && parsed.UnmatchedTokens.Count == 0)
        {
            throw NotUnderstood(
                command, $"'{HelpPage.PathOf(command)}' wants one of: {string.Join(", ", command.Subcommands.Select(sub => sub.Name))}.");
        }

        return parsed.Errors.Count == 0 && command is Verb verb
            ? verb
            : throw NotUnderstood(command, string.Join(' ', parsed.Errors.Select(error => error.Message)));
    }

    private OutputFormat OutputOf(string? option, string? data) =>
        (option ?? Settings.Peek(DataFolder.Locate(data, environment), environment).Get("output")) switch
        {
            null or "" or "table" => OutputFormat.Table,
            "json" => OutputFormat.Json,
            var other => throw new CataloguedException(ErrorCatalogue.InvalidOption, $"--output is table or json, not '{other}'."),
        };

    private static CataloguedException NotUnderstood(Command command, string detail) =>
        new(ErrorCatalogue.CommandLineNotUnderstood, detail, [$"{HelpPage.PathOf(command)} --help"]);

    private int Fail(CliContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && cancellationToken.IsCancellationRequested)
        {
            io.Error.WriteLine("azsreg: interrupted");
            return Interrupted;
        }

        var failure = exception switch
        {
            CataloguedException catalogued => catalogued,
            ArmException refused => ArmRefusal.ToCatalogued(refused),
            _ => Unforeseen(context, exception),
        };
        if (context.IsVerbose)
        {
            io.Error.WriteLine(context.ErrorStyle.Dim(Redaction.Apply(exception.ToString())));
        }

        if (io.Host is { } host)
        {
            host.Fail(ErrorObject.Of(failure));
        }
        else if (context.IsJson)
        {
            context.WriteJson(ErrorObject.Of(failure));
        }
        else
        {
            ErrorParagraph.Write(io.Error, context.ErrorStyle, failure);
        }

        return (int)failure.Entry.Kind;
    }

    private static CataloguedException Unforeseen(CliContext context, Exception exception)
    {
        var words = Redaction.Apply(exception.Message).TrimEnd('.');
        try
        {
            context.Logs.CreateLogger<CliApplication>().LogError(exception, "A verb failed in a way nobody foresaw.");
            return new CataloguedException(ErrorCatalogue.Unexpected, $"{words}. The log file is {context.LogPath}.", inner: exception);
        }
        catch (Exception second) when (second is CataloguedException or IOException or UnauthorizedAccessException)
        {
            // Without a usable data folder there is no log; the first failure is still the one to tell.
            return new CataloguedException(ErrorCatalogue.Unexpected, $"{words}.", inner: exception);
        }
    }
}
