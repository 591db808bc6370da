using System.CommandLine;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Protocol;
using Azsreg.Remoting;
using Azsreg.Remoting.Client;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg pep invoke</c>: one command on a privileged endpoint.</summary>
internal static class PepInvokeVerb
{
    public static Verb Create()
    {
        var target = new PepTarget(ArgumentArity.ExactlyOne);
        var command = new Argument<string>("COMMAND") { Description = "the command, such as Get-AzureStackStampInformation" };
        var parameters = Many("--param", "a parameter as name=value; the same name again makes a list", "NAME=VALUE");
        var switches = Many("--switch", "a switch that is on; name=false turns it off", "NAME");
        var secrets = Many("--secret", "a parameter whose text is asked for, or read as a line of standard input", "NAME");
        var secureStrings = Many("--secure-string", "the same, sent as a SecureString", "NAME");
        var credentials = Many("--credential", "a credential parameter; its password is asked for or read", "NAME=USER");
        var verb = new Verb(
            "invoke", "Runs one command on a privileged endpoint. Passwords never stand on the command line: the cloud administrator's comes first, then those of the parameters in their order.",
            "azsreg pep invoke AzS-ERCS01 Get-ActionStatus --param FunctionName=New-AzureStackActivation",
            async (context, parsed, cancellationToken) =>
            {
                var given = Parameters(parsed.GetValue(parameters)).Concat(Switches(parsed.GetValue(switches))).ToList();
                using var operation = new OperatorContext(context.Data, context.Clock);
                // Asked for after the administrator's password, and before anything runs.
                await using var session = await target.OpenAsync(context, operation, parsed, cancellationToken);
                given.AddRange(
                    (parsed.GetValue(secrets) ?? []).Select(name => new RemoteParameter(name, PepTarget.AskSecret(context.Io, name).Reveal())));
                given.AddRange((parsed.GetValue(secureStrings) ?? []).Select(name => new RemoteParameter(name, PepTarget.AskSecret(context.Io, name))));
                given.AddRange((parsed.GetValue(credentials) ?? []).Select(text => Pair(text, "--credential")).Select(pair =>
                    new RemoteParameter(pair.Name, new RemoteCredential(pair.Value, PepTarget.AskSecret(context.Io, $"Password of {pair.Value}")))));
                if (given.GroupBy(parameter => parameter.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
                    throw Refused($"'{twice.Key}' is given in two ways.");

                var screen = context.IsJson ? null : new PepScreen(context);
                var call = new RemoteCommand(parsed.GetRequiredValue(command)) { Parameters = given };
                var result = await session.InvokeAsync([call], screen?.Streams, cancellationToken);
                if (screen is null)
                    context.WriteJson(PepScreen.ToObject(session.Address.Url, call.Name, result));
                else
                    screen.End();
                if (result.Errors.Count > 0)
                    throw new ToldFailureException(FailureKind.Failed);
            });
        target.AddTo(verb);
        verb.Add(command);
        foreach (var option in (Option<string[]>[])[parameters, switches, secrets, secureStrings, credentials])
            verb.Add(option);
        return verb;
    }

    private static Option<string[]> Many(string name, string description, string value) => new(name) { Description = description, HelpName = value };

    /// <summary>Texts: the endpoint converts them to what its parameters are.</summary>
    private static IEnumerable<RemoteParameter> Parameters(string[]? given) => (given ?? [])
        .Select(text => Pair(text, "--param"))
        .GroupBy(pair => pair.Name, pair => pair.Value, StringComparer.OrdinalIgnoreCase)
        .Select(group => new RemoteParameter(group.Key, group.Count() == 1 ? group.First() : group.ToList<object?>()));

    private static IEnumerable<RemoteParameter> Switches(string[]? given) => (given ?? []).Select(text => text.Split('=', 2) switch
    {
        [var name] => new RemoteParameter(name, true),
        [var name, var value] when bool.TryParse(value, out var flag) => new RemoteParameter(name, flag),
        _ => throw Refused($"--switch '{text}': after the name comes nothing, =true or =false."),
    });

    private static (string Name, string Value) Pair(string text, string option) => text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
        ? (text[..at], text[(at + 1)..])
        : throw Refused($"{option} '{text}' is not NAME=VALUE.");

    private static CataloguedException Refused(string detail) => new(ErrorCatalogue.InvalidOption, detail);
}
