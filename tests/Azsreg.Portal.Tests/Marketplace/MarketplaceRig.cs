using System.Net;
using Azsreg.Hosting;
using Azsreg.Operator.Marketplace;
using Azsreg.Portal.Marketplace;
using Azsreg.Portal.Session;
using Azsreg.Portal.Work;
using Azsreg.Stamp.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Portal.Tests.Marketplace;

/// <summary>A portal over TLS before a scripted stamp, and somebody signed in there.</summary>
internal sealed class MarketplaceRig : IAsyncDisposable
{
    public const string Tenant = "72f988aa-0000-4000-8000-000000000009";

    private const string FormToken = "the-token-of-this-session";
    private const string StampName = "AzS-ERCS01";

    private readonly DirectoryInfo _directory;
    private readonly LocalCertificateAuthority _authority;
    private readonly WebApplication _portal;
    private readonly HttpClient _http;

    private MarketplaceRig(DirectoryInfo directory, LocalCertificateAuthority authority, FakeStampAdmin stamp, StampChanges changes, WebApplication portal, HttpClient http)
    {
        (_directory, _authority, Stamp, Changes, _portal, _http) = (directory, authority, stamp, changes, portal, http);
    }

    public FakeStampAdmin Stamp { get; }

    /// <summary>What the stamp tells its portal of by itself.</summary>
    public StampChanges Changes { get; }

    /// <summary>A folder for a test's files.</summary>
    public string Folder => _directory.FullName;

    /// <summary>Terms that were accepted.</summary>
    public IReadOnlyList<AcceptedTerms> Accepted => _portal.Services.GetRequiredService<MarketplaceBooks>().Terms.Read();

    public static async Task<MarketplaceRig> StartAsync(bool isOwner = true)
    {
        var directory = Directory.CreateTempSubdirectory("azsreg-portal-");
        var folder = DataFolder.Open(Path.Combine(directory.FullName, "data"));
        var authority = LocalCertificateAuthority.LoadOrCreate(folder, TimeProvider.System);
        var host = new RoleHost { Folder = folder, Clock = TimeProvider.System, Certificate = authority.IssueServerCertificate(), Trust = [authority.Root] };
        var stamp = await FakeStampAdmin.StartAsync(host);
        var changes = new StampChanges();
        var portal = PortalRole.Build(new PortalOptions { StampName = StampName, AdminUrl = stamp.Url, Changes = changes }, host);
        await portal.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        var (cookie, _) = await portal.Services.GetRequiredService<SessionStore>().OpenAsync(
            new SessionContent
            {
                Person = new Person("Ann Admin", "ann@contoso.example", "0b51ec70-0000-4000-8000-000000000001"),
                TenantId = Tenant,
                ProviderSubscriptionId = FakeStampAdmin.Subscription,
                Region = "lab",
                IsOwner = isOwner,
                FormToken = FormToken,
                RefreshToken = "r",
                AccessTokens = [new(Tenant, stamp.Url.AbsoluteUri, "token", now, now.AddHours(1))],
            },
            CancellationToken.None);
        var handler = TrustedHttp.CreateHandler([authority.Root]);
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        var http = new HttpClient(handler) { BaseAddress = portal.Services.GetRequiredService<RoleListeners>().Url() };
        http.DefaultRequestHeaders.Add("Cookie", $"{portal.Services.GetRequiredService<SessionCookie>().Name}={cookie}");
        http.DefaultRequestHeaders.Add("Accept", "text/html");
        return new MarketplaceRig(directory, authority, stamp, changes, portal, http);
    }

    /// <summary>A page that must be there, with its list: a slow machine's first look at one would be shown that it is being read.</summary>
    public async Task<string> PageAsync(string address)
    {
        if (address.StartsWith("/marketplace/add", StringComparison.Ordinal))
            address += address.Contains('?', StringComparison.Ordinal) ? "&wait=1" : "?wait=1";
        using var answer = await GetAsync(address);
        var page = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, page);
        return page;
    }

    public Task<HttpResponseMessage> GetAsync(string address) => _http.GetAsync(new Uri(address, UriKind.Relative));

    /// <summary>Sends a form of this session.</summary>
    public Task<HttpResponseMessage> PostAsync(string address, params (string Name, string Value)[] fields) => SendAsync(address, false, fields);

    /// <summary>Sends it as a script does.</summary>
    public Task<HttpResponseMessage> PostByScriptAsync(string address, params (string Name, string Value)[] fields) => SendAsync(address, true, fields);

    /// <summary>Waits until a run has ended.</summary>
    public Task EndOfAsync(Guid work) => _portal.Services.GetRequiredService<RunningWork>().WaitAsync(work, CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _portal.StopAsync();
        await _portal.DisposeAsync();
        await Stamp.DisposeAsync();
        _authority.Dispose();
        _directory.Delete(recursive: true);
    }

    private async Task<HttpResponseMessage> SendAsync(string address, bool byScript, (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, UriKind.Relative))
        {
            Content = new FormUrlEncodedContent(fields.Append(("form-token", FormToken)).Select(field => KeyValuePair.Create(field.Item1, field.Item2))),
        };
        if (byScript) request.Headers.Add("HX-Request", "true");
        return await _http.SendAsync(request);
    }
}
