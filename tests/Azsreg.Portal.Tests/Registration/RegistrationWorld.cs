using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Azsreg.AzureClient;
using Azsreg.Cloud;
using Azsreg.Cloud.Registrations;
using Azsreg.Cloud.Sample;
using Azsreg.Hosting;
using Azsreg.Operator;
using Azsreg.Operator.Environments;
using Azsreg.Portal.Work;
using Azsreg.Protocol;
using Azsreg.Stamp;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Bridge;
using Azsreg.Stamp.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Portal.Tests.Registration;

/// <summary>An Azure side with sample data, a stamp and its portal over TLS on free ports.</summary>
public sealed partial class RegistrationWorld : IAsyncLifetime
{
    public const string StampName = "AzS-ERCS01";
    public const string Reader = "reader@azurestack.local";
    public const string CloudAdmin = @"AZURESTACK\CloudAdmin";
    private const string Owner = "owner@contoso.onmicrosoft.com";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("azsreg-portal-");
    private readonly DataFolder _folder;
    private readonly LocalCertificateAuthority _authority;
    private readonly System.Security.Cryptography.X509Certificates.X509Certificate2 _certificate;
    private WebApplication? _cloud;
    private WebApplication? _stamp;
    private WebApplication? _portal;

    public RegistrationWorld()
    {
        _folder = DataFolder.Open(_directory.FullName);
        _authority = LocalCertificateAuthority.LoadOrCreate(_folder, TimeProvider.System);
        _certificate = _authority.IssueServerCertificate();
    }

    /// <summary>Everybody's password.</summary>
    public static Secret Password { get; } = new("Az1-" + Convert.ToHexString(RandomNumberGenerator.GetBytes(12)).ToLowerInvariant());

    public Uri Url { get; private set; } = null!;

    internal RunningWork Work => _portal!.Services.GetRequiredService<RunningWork>();

    public async ValueTask InitializeAsync()
    {
        _cloud = CloudRole.Build(new CloudOptions { ProviderRegistrationTime = TimeSpan.FromMilliseconds(50) }, Host());
        await _cloud.Services.PrepareCloudAsync();
        await SampleData.SeedAsync(_cloud.Services, Password);
        await _cloud.StartAsync();
        using var operation = new OperatorContext(_folder, TimeProvider.System);
        string[] trust = [_authority.Root.ExportCertificatePem()];
        var azure = await AzureEnvironment.DiscoverAsync(operation.Connect(trust), _cloud.Services.GetRequiredService<RoleListeners>().Url(), "Local");
        var keys = Path.Combine(_directory.FullName, "activation-keys.json");
        await _cloud.Services.GetRequiredService<ActivationSigningKeys>().ExportAsync(keys);

        _stamp = StampRole.Build(
            new StampOptions
            {
                Name = StampName,
                CloudAdministratorPassword = Password,
                AdministratorPassword = Password,
                TrustedActivationKeysFile = keys,
                AzureEnvironments = [new BridgeEnvironment(azure, [_authority.Root])],
                DefaultAzureEnvironment = azure.Name,
                Users = [new StampUser(Reader, "Rita Reader", StampRoleName.Reader, Password)],
            },
            Host());
        var listeners = _stamp.Services.GetRequiredService<RoleListeners>();
        var options = new PortalOptions
        {
            StampName = StampName,
            AdminUrl = listeners.Url(),
            Changes = _stamp.Services.GetRequiredService<StampChanges>(),
            PrivilegedEndpoint = new Uri(listeners.Url(StampRole.PrivilegedEndpointListener), "wsman"),
            CloudAdministrator = CloudAdmin,
            TrustedAuthorities = trust,
            AzureEnvironments = [new EnvironmentEntry(azure, trust)],
        };
        _portal = PortalRole.Build(options, Host());
        var own = _portal.Services.GetRequiredService<RoleListeners>();
        _stamp.Services.GetRequiredService<PortalRegistration>().RedirectUris = [.. options.RedirectUris(own.Port())];
        await _stamp.StartAsync();
        await _portal.StartAsync();
        Url = own.Url();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var role in new[] { _portal, _stamp, _cloud })
        {
            if (role is null)
                continue;
            // Disposal alone waits for none of its services: one of them could still write while the folder is deleted.
            await role.StopAsync();
            await role.DisposeAsync();
        }

        _certificate.Dispose();
        _authority.Dispose();
        _directory.Delete(recursive: true);
    }

    /// <summary>Somebody who has signed in at the portal.</summary>
    internal async Task<Visitor> SignInAsync(string user = "admin@azurestack.local")
    {
        var visitor = new Visitor(_authority.Root);
        await visitor.GetAsync(At("/"));
        await visitor.SubmitAsync(("login", user), ("passwd", Password.Reveal()), ("decision", "continue"));
        visitor.At.Authority.ShouldBe(Url.Authority, visitor.Text);
        return visitor;
    }

    /// <summary>Signs in at Azure through the page, by the code it shows, and waits until the page has heard of it.</summary>
    /// <param name="visitor">Who.</param>
    /// <param name="page">The page that asks for it.</param>
    /// <param name="then">What that page shows once somebody is signed in.</param>
    internal async Task SignInAtAzureAsync(Visitor visitor, string page = "/registration", string then = "id=\"registration-form\"")
    {
        await visitor.GetAsync(At(page));
        await visitor.PostAsync(At("/registration/sign-in"), ("environment", "Local"), ("return", page));
        visitor.At.AbsolutePath.ShouldBe(page, visitor.Text);
        using var other = new Visitor(_authority.Root);
        await other.GetAsync(new Uri(WebUtility.HtmlDecode(DeviceLink().Match(visitor.Page).Groups["link"].Value)));
        await other.SubmitAsync((OtcField().Match(other.Page).Groups["name"].Value, DeviceCode().Match(visitor.Page).Groups["code"].Value), ("decision", "continue"));
        await other.SubmitAsync(("login", Owner), ("passwd", Password.Reveal()), ("decision", "continue"));
        await other.SubmitAsync(("decision", "continue"));
        other.Text.ShouldContain("You have signed in");
        using var bound = new CancellationTokenSource(Patience);
        while (!(await visitor.GetAsync(At(page))).Contains(then, StringComparison.Ordinal))
        {
            bound.Token.ThrowIfCancellationRequested();
            await Task.Delay(100, bound.Token);
        }
    }

    /// <summary>Waits until the run that the visitor was sent to has ended, and shows its page.</summary>
    internal async Task<WorkItem> EndOfRunAsync(Visitor visitor)
    {
        visitor.At.AbsolutePath.ShouldStartWith("/work/", customMessage: visitor.Text);
        using var bound = new CancellationTokenSource(Patience);
        var item = await Work.WaitAsync(Guid.Parse(visitor.At.AbsolutePath["/work/".Length..]), bound.Token);
        await visitor.GetAsync(visitor.At);
        return item;
    }

    /// <summary>What somebody does at Azure with a token that was carried there: registers the stamp, and takes the key along.</summary>
    internal async Task<string> CarryToAzureAsync(CarriedToken token)
    {
        using var http = new HttpClient(TrustedHttp.CreateHandler([_authority.Root])) { BaseAddress = _cloud!.Services.GetRequiredService<RoleListeners>().Url() };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "password",
            ["client_id"] = "1950a258-227b-4e31-a9cf-717495945fc2",
            ["username"] = Owner,
            ["password"] = Password.Reveal(),
            ["scope"] = "https://management.azure.com/.default",
        });
        var granted = await AnswerAsync(await http.PostAsync(new Uri($"/{SampleData.ContosoTenantId}/oauth2/v2.0/token", UriKind.Relative), form));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)granted["access_token"]!);
        var registration = ArmResourceId.Registration(SampleData.SubscriptionId, WellKnown.DefaultResourceGroup, WellKnown.DefaultRegistrationName(token.Token.CloudId));
        var body = new RegistrationParameter("Global", new RegistrationParameterProperties(token.Text.Reveal()));
        await AnswerAsync(await http.PutAsJsonAsync($"{registration}?api-version={WellKnown.RegistrationApiVersion}", body));
        var key = await AnswerAsync(await http.PostAsync(new Uri($"{registration}/GetActivationKey?api-version={WellKnown.RegistrationApiVersion}", UriKind.Relative), null));
        return (string)key["activationKey"]!;

        static async Task<JsonNode> AnswerAsync(HttpResponseMessage response)
        {
            using (response)
            {
                var text = await response.Content.ReadAsStringAsync();
                response.IsSuccessStatusCode.ShouldBeTrue(text);
                return JsonNode.Parse(text)!;
            }
        }
    }

    public Uri At(string path) => new(Url, path);

    private RoleHost Host() => new()
    {
        Folder = _folder, Clock = TimeProvider.System, Certificate = _certificate, Trust = [_authority.Root],
    };

    [GeneratedRegex("<a href=\"(?<link>[^\"]+)\" target=\"_blank\"")]
    private static partial Regex DeviceLink();

    [GeneratedRegex("<output[^>]*>(?<code>[^<]+)</output>")]
    private static partial Regex DeviceCode();

    // The sign-in pages' own field for the code.
    [GeneratedRegex("<input (?:id=\"[^\"]*\" )?name=\"(?<name>otc|user_code|code)\"")]
    private static partial Regex OtcField();
}
