using System.CommandLine;
using System.Net;
using System.Text;
using Azsreg.AzureClient;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Roles;
using Azsreg.Cli.Shell;
using Azsreg.Hosting;
using Azsreg.Operator;
using Azsreg.Operator.Offline;
using Azsreg.Protocol;
using Azsreg.Stamp.PrivilegedEndpoint;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg stamp serve</c>.</summary>
internal sealed class StampServeVerb
{
    private const int AdminPort = 20010;
    private const int PrivilegedEndpointPort = 5986;

    private readonly Argument<string> _name = new("NAME") { Description = "the stamp's name, such as AzS-ERCS01" };
    private readonly RoleOptions _role = new(AdminPort);
    private readonly Option<int?> _pepPort = new("--pep-port") { Description = $"port of the privileged endpoint; {PrivilegedEndpointPort} where left out", HelpName = "N" };
    private readonly Option<int?> _portalPort = new("--portal-port") { Description = "port of the portal, 0 for any free one; two above --port where left out, any where that is taken", HelpName = "N" };
    private readonly Option<string?> _azure = new("--azure") { Description = "Resource Manager of the Azure side it trusts; kept for later starts", HelpName = "URL" };
    private readonly Option<string?> _azureName = new("--azure-name") { Description = "what that Azure is called", HelpName = "NAME" };
    private readonly Option<string?> _version = new("--stamp-version") { Description = "its version, as 1.2311.1.22", HelpName = "VERSION" };
    private readonly Option<string?> _region = new("--region") { Description = "its region, at most 8 letters and digits", HelpName = "NAME" };
    private readonly Option<int?> _nodes = new("--nodes") { Description = "its physical hosts, 1 to 16", HelpName = "N" };
    private readonly Option<string?> _trustedKeys = new("--trust-activation-keys") { Description = "signing keys of an Azure side without a line to it, as azsreg cloud keys export wrote them; kept for later starts", HelpName = "FILE" };
    private readonly Option<string?> _clientAuthorities = new("--client-ca") { Description = "authorities of client certificates at the privileged endpoint (PEM)", HelpName = "FILE" };
    private readonly Option<string?> _clientCertificates = new("--client-certificates") { Description = "which client certificate signs in there as whom (JSON)", HelpName = "FILE" };
    private readonly Option<bool> _sampleWorkloads = new("--sample-workloads") { Description = "let azsreg stamp workload make up tenants and usage; only where nothing is real" };
    private readonly PasswordInput _password = new();

    public static Verb Create() => new StampServeVerb().Build();

    private Verb Build()
    {
        var verb = new Verb(
            "serve",
            "Runs a stamp by itself until Ctrl-C. At its first start its administrators' password is asked for; both it and the Azure side are kept for later starts.",
            "azsreg stamp serve AzS-ERCS01 --azure https://azure.example --trust azsreg-ca.pem",
            RunAsync)
        {
            _name, _pepPort, _portalPort, _azure, _azureName, _trustedKeys, _version, _region, _nodes, _clientAuthorities, _clientCertificates, _sampleWorkloads,
        };
        _password.AddTo(verb);
        _role.AddTo(verb);
        return verb;
    }

    private async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellationToken)
    {
        var name = parsed.GetRequiredValue(_name);
        using var ground = _role.ToGround(context, parsed);
        var settings = await SettingsAsync(context, parsed, ground, name, cancellationToken);
        var port = _role.Port(context, parsed);
        var portalPort = context.Settings.GetNumberOrNull("portal-port", parsed.GetValue(_portalPort), 0, IPEndPoint.MaxPort);
        var facts = new StampFacts(name, context.Settings.GetNumber("pep-port", parsed.GetValue(_pepPort), PrivilegedEndpointPort, 0, IPEndPoint.MaxPort))
        {
            PortalPort = portalPort ?? (port is 0 or > IPEndPoint.MaxPort - 2 ? 0 : port + 2),
            PortalMayTakeAnyPort = portalPort is null,
            Version = parsed.GetValue(_version),
            Region = parsed.GetValue(_region),
            Nodes = parsed.GetValue(_nodes),
            ClientCertificates = ClientCertificates(context, parsed),
            OffersSampleWorkloads = parsed.GetValue(_sampleWorkloads),
        };
        var stamp = await StampRunner.StartAsync(context, ground, facts, settings, port, cancellationToken);
        await using var role = stamp.Role;
        await using var portal = stamp.Portal;
        if (context.IsJson)
        {
            context.WriteJson(new
            {
                stamp.Name,
                adminUrl = stamp.Role.Url,
                privilegedEndpointUrl = stamp.PrivilegedEndpoint,
                portalUrl = stamp.Portal.Url,
                dataFolder = context.Data.Path,
            });
        }
        else
        {
            context.WriteBlock(new Block()
                .Add("stamp", stamp.Name)
                .Add("admin", stamp.Role.Url.ToString())
                .Add("privileged endpoint", stamp.PrivilegedEndpoint.ToString())
                .Add("portal", stamp.Portal.Url.ToString())
                .Add("Azure", settings.Azure is { } azure ? $"{azure.Name}  {azure.ResourceManagerUrl}" : WithoutAzure(context, stamp.Name))
                .Add("data", context.Data.Path));
            context.WriteLine("Ctrl-C stops it.");
        }

        context.Io.Out.Flush();
        await RoleWait.UntilInterruptedAsync(context, [role], cancellationToken);
    }

    private static Cell WithoutAzure(CliContext context, string name) => File.Exists(StampRunner.ActivationKeysPath(context.Data, name))
        ? "none is reached; activation keys of the signing keys given are trusted"
        : Cell.Wait("none; activation keys are trusted of none");

    private async Task<StampSettings> SettingsAsync(
        CliContext context, ParseResult parsed, RoleGround ground, string name, CancellationToken cancellationToken)
    {
        var settings = StampSettings.TryRead(context.Data, name);
        if (settings is null || _password.IsGiven(parsed))
        {
            var password = _password.Read(context, parsed, $"Password of {name}'s administrators");
            using var protector = SecretProtector.Open(context.Data);
            var made = StampSettings.Create(protector, name, password, password);
            settings = made with { Azure = settings?.Azure, AzureAuthorities = settings?.AzureAuthorities ?? [] };
        }

        if (context.Settings.Get("azure", parsed.GetValue(_azure)) is { } text)
        {
            settings = await JoinAsync(context, ground, name, AzureUrl(text), parsed.GetValue(_azureName), settings, cancellationToken);
        }

        settings.Write(context.Data, name);
        if (parsed.GetValue(_trustedKeys) is { } file)
            Trust(context, name, file);
        return settings;
    }

    /// <summary>Takes over signing keys that were carried here. They replace those the stamp trusted: a set holds all that its Azure ever used.</summary>
    private static void Trust(CliContext context, string name, string file)
    {
        var keys = CarriedFiles.Read(file);
        CarriedFile.ReadKeySet(keys, $"'{file}'").Dispose();
        OwnedFile.Replace(StampRunner.ActivationKeysPath(context.Data, name), Encoding.UTF8.GetBytes(TransferText.Decode(keys)));
    }

    /// <summary>Reads what the Azure side says of itself and its public keys; once read, the stamp starts without it.</summary>
    private static async Task<StampSettings> JoinAsync(
        CliContext context, RoleGround ground, string name, Uri url, string? azureName, StampSettings settings, CancellationToken cancellationToken)
    {
        using var operation = new OperatorContext(context.Data, context.Clock);
        var environment = await AzureEnvironment.DiscoverAsync(operation.Connect(ground.TrustPem), url, azureName, cancellationToken);
        OwnedFile.Replace(
            StampRunner.ActivationKeysPath(context.Data, name), await SigningKeys.FetchAsync(environment.ResourceManagerUrl, ground.Trust, cancellationToken));
        return settings with { Azure = environment, AzureAuthorities = ground.TrustPem };
    }

    /// <summary>Read at every start, from where the line or the settings say; nothing of it is kept with the stamp.</summary>
    private ClientCertificateMap? ClientCertificates(CliContext context, ParseResult parsed)
    {
        var authorities = context.Settings.Get("client-ca", parsed.GetValue(_clientAuthorities));
        if (context.Settings.Get("client-certificates", parsed.GetValue(_clientCertificates)) is { } file)
            return ClientCertificateMap.Load(file, authorities is null ? [] : CertificateFiles.LoadAuthorities(authorities));
        return authorities is null
            ? null
            : throw new CataloguedException(ErrorCatalogue.InvalidOption, "--client-ca says whose client certificates count; --client-certificates FILE must say who they are.");
    }

    private static Uri AzureUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps
        ? url
        : throw new CataloguedException(ErrorCatalogue.InvalidOption, $"--azure '{text}' must be an absolute https URL.");
}
