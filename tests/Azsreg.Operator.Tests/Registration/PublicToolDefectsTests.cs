using Azsreg.Operator.Registration;
using Azsreg.Protocol;

namespace Azsreg.Operator.Tests.Registration;

/// <summary>
/// Defects visible in the published registration script, as far as they show when something fails on the way; the others are in
/// <c>Azsreg.Cli.Tests.PublicToolDefectsTests</c>.
/// <list type="bullet">
/// <item>Every step is tried three times ten seconds apart, also where the answer can never be another one.</item>
/// <item>The service principal is made first and never taken back.</item>
/// <item>The lock is removed before the PUT and not restored if that fails.</item>
/// </list>
/// </summary>
public sealed class PublicToolDefectsTests : RegistrationRig
{
    [Fact]
    public async Task Set_RefusalThatCannotChange_IsAskedOnce()
    {
        var puts = 0;
        Azure.Refuse = (method, path) =>
        {
            if (method != "PUT" || path != DefaultId) return null;
            puts++;
            return (400, "InvalidRegistrationToken", "The registration token is malformed.");
        };
        var began = Clock.GetUtcNow();

        await RefusedAsync(() => SetAsync(PayAsYouUse));

        puts.ShouldBe(1);
        Stamp.Called("New-RegistrationToken").Count.ShouldBe(1);
        (Clock.GetUtcNow() - began).ShouldBeLessThan(TimeSpan.FromSeconds(10), "nobody waits for what cannot change");
    }

    [Fact]
    public async Task Set_FailsAfterThePrincipalWasMade_TakesItBack()
    {
        Azure.Refuse = (method, path) => method == "PUT" && path == DefaultId ? (409, "CloudIdUpdateNotAllowed", "The registration 'x' is already associated with another Cloud identifier.") : null;

        var failure = await RefusedAsync(() => SetAsync(PayAsYouUse));

        Stamp.Called("New-AzureBridgeServicePrincipal").Count.ShouldBe(1);
        Azure.Principals.ShouldBeEmpty();
        failure.Detail.ShouldContain("Taken back: bridge service principal");
    }

    [Fact]
    public async Task Set_PutOfAChangeFails_LocksTheRegistrationAgain()
    {
        await SetAsync(PayAsYouUse);
        Azure.Refuse = (method, path) => method == "PUT" && path == DefaultId ? (403, "RequestDisallowedByPolicy", "A policy says no.") : null;

        await RefusedAsync(() => SetAsync(new RegistrationRequest { BillingModel = BillingModel.Development }));

        Azure.Locks.Keys.ShouldBe([LockId]);
    }
}
