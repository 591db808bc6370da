using System.CommandLine;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Stamps;
using Azsreg.Protocol;
using Azsreg.Remoting;

namespace Azsreg.Cli.Verbs;

/// <summary>Which privileged endpoint, and as whom.</summary>
internal sealed class PepTarget(ArgumentArity arity)
{
    private readonly Argument<string?> _name = new("NAME")
    {
        Description = "a stamp entered here, a host, or an address (https://HOST); several, joined by commas, are tried in turn",
        Arity = arity,
    };

    private readonly StampOptions _as = new();

    /// <summary>Adds the name and the options that say as whom.</summary>
    public void AddTo(Command command)
    {
        command.Add(_name);
        _as.AddCredentialTo(command);
    }

    /// <summary>Opens a session.</summary>
    public Task<PrivilegedEndpointSession> OpenAsync(CliContext context, OperatorContext operation, ParseResult parsed, CancellationToken cancellationToken)
    {
        var names = parsed.GetValue(_name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        var addresses = operation.PrivilegedEndpoints.Resolve(names);
        return operation.PrivilegedEndpoints.OpenAsync(addresses, _as.Credential(context, parsed, addresses), cancellationToken);
    }

    /// <summary>Asks for a secret without echo; where nobody sits there, takes the next line of standard input.</summary>
    /// <exception cref="CataloguedException">There is none (AZR1011).</exception>
    public static SecureText AskSecret(CommandIo io, string prompt)
    {
        if (io.Host is { } host)
            return new SecureText(host.AskSecret(prompt).Reveal());
        if (!io.IsInteractive)
            return io.In.ReadLine() is { Length: > 0 } line ? new SecureText(line) : throw new CataloguedException(ErrorCatalogue.PasswordMissing, $"{prompt}: standard input has no line for it.");
        io.Error.Write(prompt + ": ");
        io.Error.Flush();
        var typed = io.ReadHiddenLine();
        io.Error.WriteLine();
        return new SecureText(typed.Reveal());
    }
}
