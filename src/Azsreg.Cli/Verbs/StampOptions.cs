using System.CommandLine;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Stamps;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary>Which stamp a verb is about, and as whom its privileged endpoint is entered.</summary>
internal sealed class StampOptions
{
    private readonly Option<string?> _stamp = new("--stamp") { Description = "a stamp entered here; the one in use where left out", HelpName = "NAME" };
    private readonly Option<string[]> _endpoints = new("--privileged-endpoint")
    {
        Description = "its privileged endpoint by name, host or address; several are tried in turn", HelpName = "NAME", AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _cloudAdmin = new("--cloud-admin") { Description = "the stamp's cloud administrator", HelpName = "DOMAIN\\USER" };
    private readonly PasswordInput _password = new("cloud-admin-password");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_stamp);
        command.Add(_endpoints);
        AddCredentialTo(command);
    }

    /// <summary>Adds only those that say as whom.</summary>
    public void AddCredentialTo(Command command)
    {
        command.Add(_cloudAdmin);
        _password.AddTo(command);
    }

    /// <summary>The addresses to try, in order.</summary>
    /// <exception cref="CataloguedException">Nothing is named and no stamp is in use, or both ways of naming were taken.</exception>
    public IReadOnlyList<PrivilegedEndpointAddress> Addresses(OperatorContext operation, ParseResult parsed)
    {
        var stamp = parsed.GetValue(_stamp);
        var endpoints = (parsed.GetValue(_endpoints) ?? []).SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
        if (stamp is not null && endpoints.Count > 0)
            throw new CataloguedException(ErrorCatalogue.InvalidOption, "Give --stamp or --privileged-endpoint, not both.");
        if (stamp is not null)
            return [PrivilegedEndpointAddress.Of(operation.Stamps.Get(stamp))];
        return operation.PrivilegedEndpoints.Resolve(endpoints);
    }

    /// <summary>The addresses to try, or none where nothing is named and no stamp is in use.</summary>
    public IReadOnlyList<PrivilegedEndpointAddress> AddressesIfAny(OperatorContext operation, ParseResult parsed) =>
        parsed.GetValue(_stamp) is null && parsed.GetValue(_endpoints) is null or { Length: 0 } && operation.Stamps.Current is null ? [] : Addresses(operation, parsed);

    /// <summary>As whom, where that can be told or asked; null where the line says no password and nobody sits there.</summary>
    public CloudAdminCredential? CredentialIfAny(CliContext context, ParseResult parsed, IReadOnlyList<PrivilegedEndpointAddress> addresses) =>
        addresses.Count > 0 && (context.Io.IsInteractive || _password.IsGiven(parsed) || addresses.All(SignsInOtherwise)) ? Credential(context, parsed, addresses) : null;

    /// <summary>As whom: nobody where every address is behind SSH or opened with a client certificate; else the name from the line, from the stamp's entry, or asked for; the password from where the line says, or asked for.</summary>
    public CloudAdminCredential Credential(CliContext context, ParseResult parsed, IReadOnlyList<PrivilegedEndpointAddress> addresses)
    {
        Func<IDisposable?>? beforeAsking = context.Io is { IsInteractive: true, Host: null } && !context.IsJson ? context.HoldProgress : null;
        if (addresses.All(SignsInOtherwise))
            return CloudAdminCredential.NotNeeded with { BeforeAsking = beforeAsking };
        var name = parsed.GetValue(_cloudAdmin) ?? addresses.Select(address => address.Stamp?.CloudAdmin).FirstOrDefault(known => known is not null) ?? AskName(context.Io);
        return new CloudAdminCredential(name, _password.Read(context, parsed, $"Password of {name}")) { BeforeAsking = beforeAsking };
    }

    /// <summary>The choice of the stamp as it was typed, with a blank before; nothing where none was typed.</summary>
    public string Arguments(ParseResult parsed) =>
        OfflineNextStep.Option("--stamp", parsed.GetValue(_stamp)) + OfflineNextStep.Option("--privileged-endpoint", parsed.GetValue(_endpoints) is { Length: > 0 } endpoints ? string.Join(',', endpoints) : null);

    /// <summary>By SSH or a client certificate, without the cloud administrator's name and password.</summary>
    private static bool SignsInOtherwise(PrivilegedEndpointAddress address) =>
        address.IsSsh || address.Stamp?.Authentication == PrivilegedEndpointAuthentication.Certificate;

    private static string AskName(CommandIo io)
    {
        if (!io.IsInteractive)
            throw new CataloguedException(ErrorCatalogue.InvalidOption, "Name the stamp's cloud administrator with --cloud-admin DOMAIN\\USER.");
        return AskLine(io, "Cloud administrator (DOMAIN\\CloudAdmin)") is { } line && !string.IsNullOrWhiteSpace(line)
            ? line.Trim()
            : throw new CataloguedException(ErrorCatalogue.InvalidOption, "No cloud administrator was named.");
    }

    private static string? AskLine(CommandIo io, string question)
    {
        if (io.Host is { } host) return host.AskText(question);
        io.Error.Write(question + ": ");
        io.Error.Flush();
        return io.In.ReadLine();
    }
}
