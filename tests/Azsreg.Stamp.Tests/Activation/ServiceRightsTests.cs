using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.Alerts;
using Azsreg.Stamp.Bridge;
using Azsreg.Stamp.Marketplace;
using Azsreg.Stamp.Tests.Fakes;
using Azsreg.Stamp.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Stamp.Tests.Activation;

/// <summary>The services themselves refuse: whoever calls them in the process, a page of the portal say, meets the same rights as at the doors.</summary>
public sealed class ServiceRightsTests(SharedStamp shared) : IClassFixture<SharedStamp>
{
    private static readonly StampCaller Nobody = StampCaller.User("00000000-0000-0000-0000-00000000dead", "nobody@azurestack.local");

    [Fact]
    public Task Activate_CallerWithoutRole_IsRefused() => RefusedAsync<ActivationService>(service => service.ActivateAsync(Nobody, new Secret("x"), default));

    [Fact]
    public Task Remove_CallerWithoutRole_IsRefused() => RefusedAsync<ActivationService>(service => service.RemoveAsync(Nobody, default));

    [Fact]
    public Task Find_CallerWithoutRole_IsRefused() => RefusedAsync<ActivationService>(service => service.FindAsync(Nobody, default));

    [Fact]
    public Task ListAlerts_CallerWithoutRole_IsRefused() => RefusedAsync<AlertService>(service => service.ListAsync(Nobody, AlertFilter.Parse(null), default));

    [Fact]
    public Task CloseAlert_CallerWithoutRole_IsRefused() => RefusedAsync<AlertService>(service => service.CloseAsync(Nobody, Guid.Empty, "x", default));

    [Fact]
    public Task ListProducts_CallerWithoutRole_IsRefused() => RefusedAsync<ProductCatalogue>(service => service.ListAsync(Nobody, default));

    [Fact]
    public Task MakeToken_CallerWithoutRole_IsRefused() =>
        RefusedAsync<RegistrationTokens>(service => service.MakeAsync(Nobody, new RegistrationTokenRequest("Development"), default));

    [Fact]
    public Task EnsureBridge_CallerWithoutRole_IsRefused() =>
        RefusedAsync<BridgeIdentityService>(service => service.EnsureAsync(Nobody, FakeAzure.Tenant, "Local", new Secret("x"), _ => { }, default));

    [Fact]
    public Task RenewKeyPair_CallerWithoutRole_IsRefused() => RefusedAsync<RegistrationKeyPairs>(service => service.RenewAsync(Nobody, default));

    [Fact]
    public Task CloseAlert_CloudAdministrator_IsRefused() =>
        RefusedAsync<AlertService>(service => service.CloseAsync(StampCaller.CloudAdministrator(@"AZURESTACK\CloudAdmin"), Guid.Empty, "x", default));

    private async Task RefusedAsync<TService>(Func<TService, Task> call)
        where TService : notnull
    {
        var refusal = await Should.ThrowAsync<ArmException>(() => call(shared.Stamp.Services.GetRequiredService<TService>()));

        (refusal.StatusCode, refusal.Error.Code).ShouldBe((403, "AuthorizationFailed"));
    }
}
