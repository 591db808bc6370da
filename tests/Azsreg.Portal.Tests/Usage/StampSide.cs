using Azsreg.AzureClient;
using Azsreg.Hosting;
using Azsreg.Portal.Tests.Shell;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Portal.Tests.Usage;

/// <summary>The stamp beside the portal, as an operator's command line reaches it: what is there before a page is asked for.</summary>
internal sealed class StampSide : IDisposable
{
    public const string Subscription = "5b000000-0000-4000-8000-00000000000b";
    public const string BaseVm = "FAB6EB84-500B-4A09-A8CA-7358F8BBAEA5";
    public const string StaticAddress = "F271A8A388C44D93956A063E1D2FA80B";

    private readonly HttpClient _http;

    private StampSide(HttpClient http, ArmClient arm, string provider)
    {
        _http = http;
        Arm = arm;
        Provider = provider;
    }

    public ArmClient Arm { get; }

    public string Provider { get; }

    public static async Task<StampSide> OpenAsync(TestPortal portal)
    {
        var host = portal.Services.GetRequiredService<RoleHost>();
#pragma warning disable RS0030 // The handler is Hosting's.
        var http = new HttpClient(TrustedHttp.CreateHandler(host.Trust));
#pragma warning restore RS0030
        var connection = new AzureConnection(http, portal.Clock);
        var environment = await AzureEnvironment.DiscoverAsync(connection, portal.AdminUrl);
        var grant = await new SignInClient(connection, environment)
            .WithPasswordAsync(environment.DefaultTenant, environment.Audience, TestPortal.Owner, TestPortal.Password, CancellationToken.None);
        var arm = new ArmClient(connection, environment, new OneToken(grant.AccessToken));
        return new StampSide(http, arm, (await arm.StampAdmin.GetProviderSubscriptionAsync()).SubscriptionId);
    }

    /// <summary>Has the stamp keep usage of an hour, counted back from now.</summary>
    public async Task ReportAsync(DateTimeOffset now, string meter, decimal quantity, string resource = "vm1", int hoursAgo = 1, string subscription = Subscription)
    {
        var hour = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero).AddHours(-hoursAgo);
        var taken = await Arm.StampUsage.ReportAsync(Provider,
        [
            new StampUsageReport
            {
                SubscriptionId = Guid.Parse(subscription),
                ResourceUri = $"/subscriptions/{subscription}/resourceGroups/web/providers/Microsoft.Compute/virtualMachines/{resource}",
                Location = "local",
                MeterId = meter,
                UsageHour = hour,
                Quantity = quantity.ToString(System.Globalization.CultureInfo.InvariantCulture),
            },
        ]);
        taken.Accepted.ShouldBe(1);
    }

    public void Dispose() => _http.Dispose();

    private sealed class OneToken(Protocol.Secret token) : IAccessTokenSource
    {
        public ValueTask<Protocol.Secret> GetTokenAsync(string audience, bool renew, CancellationToken cancellationToken) => ValueTask.FromResult(token);
    }
}
