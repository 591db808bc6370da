using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Stamp;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Azsreg.Portal.Tests.Shell;

/// <summary>
/// A stamp and its portal on free ports with a folder of their own, as the executable composes them, and browsers for it. Beside the portal's own
/// pages it has <c>POST /test/change</c>, which only an Owner may send, and <c>GET /test/fail</c>, which fails.
/// </summary>
public sealed class TestPortal : IAsyncDisposable, IAsyncLifetime
{
    public const string StampName = "AzS-ERCS01";
    public const string HostName = "adminportal.local.azurestack.external";
    public const string Owner = "admin@azurestack.local";
    public const string Reader = "reader@azurestack.local";
    public const string SecondFactor = "mfa@azurestack.local";
    public const string Stranger = "stranger@azurestack.local";

    /// <summary>What the failing page's exception says, which no page may.</summary>
    public const string Inside = "what only the log may know";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("azsreg-portal-");
    private readonly DataFolder _folder;
    private readonly LocalCertificateAuthority _authority;
    private readonly X509Certificate2 _certificate;
    private WebApplication? _stamp;
    private WebApplication? _portal;
    private int _stampPort;
    private int _portalPort;

    public TestPortal()
    {
        _folder = DataFolder.Open(_directory.FullName);
        _authority = LocalCertificateAuthority.LoadOrCreate(_folder, TimeProvider.System);
        _certificate = _authority.IssueServerCertificate([HostName, "adminmanagement.local.azurestack.external"]);
    }

    /// <summary>Every user's password.</summary>
    public static Secret Password { get; } = new("Test-" + Convert.ToHexString(RandomNumberGenerator.GetBytes(12)));

    /// <summary>The secret of <see cref="SecondFactor"/>'s one-time codes.</summary>
    public static Secret TotpSecret { get; } = new("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");

    internal ShiftedClock Clock { get; } = new();

    internal LogLines Log { get; } = new();

    /// <summary>Changes what the portal is configured with, from the next start on.</summary>
    internal Func<PortalOptions, PortalOptions> Configure { get; set; } = options => options;

    public Uri Url => _portal!.Services.GetRequiredService<RoleListeners>().Url();

    public Uri AdminUrl => _stamp!.Services.GetRequiredService<RoleListeners>().Url();

    public IServiceProvider Services => _portal!.Services;

    public IServiceProvider StampServices => _stamp!.Services;

    public StampChanges Changes => _stamp!.Services.GetRequiredService<StampChanges>();

    public string DatabaseFile => Path.Combine(_folder.Stamp(StampName), "portal.db");

    public async ValueTask InitializeAsync() => await StartAsync();

    /// <summary>Starts stamp and portal, on the ports they had before.</summary>
    public async Task StartAsync()
    {
        _stamp = StampRole.Build(
            new StampOptions
            {
                Name = StampName,
                CloudAdministratorPassword = Password,
                AdministratorPassword = Password,
                Users =
                [
                    new StampUser(Reader, "Rita Reader", StampRoleName.Reader, Password),
                    new StampUser(SecondFactor, "Mia Factor", StampRoleName.Owner, Password, TotpSecret),
                ],
            },
            Host(_stampPort));
        _stampPort = _stamp.Services.GetRequiredService<RoleListeners>().Port();
        var options = Configure(new PortalOptions
        {
            StampName = StampName,
            AdminUrl = AdminUrl,
            Changes = Changes,
            HostNames = new Dictionary<string, string> { [HostName] = "adminmanagement.local.azurestack.external" },
        });
        _portal = PortalRole.Build(options, Host(_portalPort));
        _portalPort = _portal.Services.GetRequiredService<RoleListeners>().Port();
        _portal.MapPost("/test/change", () => Results.Text("changed"));
        _portal.MapGet("/test/fail", string () => throw new InvalidOperationException(Inside));
        _stamp.Services.GetRequiredService<PortalRegistration>().RedirectUris = [.. options.RedirectUris(_portalPort)];
        await _stamp.StartAsync();
        await _portal.StartAsync();
    }

    public async Task StopAsync()
    {
        foreach (var role in new[] { _portal, _stamp })
        {
            if (role is null)
                continue;
            // Disposal alone waits for none of its services: one of them could still write while the folder is deleted.
            await role.StopAsync();
            await role.DisposeAsync();
        }

        _portal = null;
        _stamp = null;
    }

    /// <summary>A browser that trusts the folder's authority.</summary>
    internal Browser Browse() => new(Url, _authority.Root, Clock);

    /// <summary>A browser in which somebody has signed in.</summary>
    internal async Task<Browser> SignInAsync(string user = Owner)
    {
        var browser = Browse();
        await browser.SignInAsync(user);
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _certificate.Dispose();
        _authority.Dispose();
        _directory.Delete(recursive: true);
    }

    private RoleHost Host(int port) => new()
    {
        Folder = _folder,
        Clock = Clock,
        Certificate = _certificate,
        Port = port,
        Trust = [_authority.Root],
        ConfigureLogging = logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Information),
    };
}
