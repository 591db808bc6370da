using Azsreg.Remoting;
using Azsreg.Remoting.Client;
using Azsreg.Stamp.Bridge;
using Azsreg.Stamp.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Stamp.Tests.Bridge;

public sealed class BridgeCertificateTests
{
    [Fact]
    public async Task Update_Registered_ProvesTheNewCertificateAndLetsTheFormerGo()
    {
        await using var stamp = await ActivatedStamp.StartAsync();
        var before = Thumbprints(stamp).ShouldHaveSingleItem();

        var told = await RenewAsync(stamp, "one");

        var after = Thumbprints(stamp).ShouldHaveSingleItem();
        after.ShouldNotBe(before);
        told.GetString("Thumbprint").ShouldBe(after);
        told.GetString("ObjectId").ShouldBe(stamp.Azure.ServicePrincipals.Keys.Single());
        stamp.Azure.TokenRequests.ShouldContain(one => one.Contains("client_credentials", StringComparison.Ordinal));
        (await stamp.ActiveAlertsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Update_SameRenewalAgain_ChangesNothing()
    {
        await using var stamp = await ActivatedStamp.StartAsync();
        var first = (await RenewAsync(stamp, "one")).GetString("Thumbprint");

        (await RenewAsync(stamp, "one")).GetString("Thumbprint").ShouldBe(first);
        (await RenewAsync(stamp, "two")).GetString("Thumbprint").ShouldNotBe(first);
    }

    [Fact]
    public async Task Update_CutOffBeforeTheDirectoryHeardOfIt_GoesOnWithTheSameCertificate()
    {
        await using var stamp = await ActivatedStamp.StartAsync();
        string next;
        using (var identity = (await StoreOf(stamp).LatestAsync(default))!)
        {
            using var made = await stamp.Services.GetRequiredService<BridgeCertificates>().MakeAsync("next");
            next = made.Thumbprint;
            await StoreOf(stamp).PutAsync(identity with { Next = made, RenewalId = "one" }, default);
        }

        (await RenewAsync(stamp, "one")).GetString("Thumbprint").ShouldBe(next);
        Thumbprints(stamp).ShouldBe([next]);
    }

    [Fact]
    public async Task Update_CutOffBeforeTheFormerWasLetGo_LetsItGoAndMakesNoThird()
    {
        await using var stamp = await ActivatedStamp.StartAsync();
        var former = Thumbprints(stamp).Single();
        var current = (await RenewAsync(stamp, "one")).GetString("Thumbprint")!;
        using (var identity = (await StoreOf(stamp).LatestAsync(default))!)
            await StoreOf(stamp).PutAsync(identity with { FormerThumbprint = former }, default);

        (await RenewAsync(stamp, "one")).GetString("Thumbprint").ShouldBe(current);
        using var kept = (await StoreOf(stamp).LatestAsync(default))!;
        kept.FormerThumbprint.ShouldBeNull();
    }

    [Fact]
    public async Task Update_NoServicePrincipal_SaysSo()
    {
        await using var stamp = await TestStamp.StartAsync();

        var error = (await stamp.InvokeAsync(Command("one"))).Errors.ShouldHaveSingleItem();

        error.FullyQualifiedErrorId.ShouldBe("BridgeIdentityMissing,Update-AzureBridgeServicePrincipal");
        error.Message.ShouldStartWith("AZR5030 ");
    }

    private static BridgeIdentityStore StoreOf(TestStamp stamp) => stamp.Services.GetRequiredService<BridgeIdentityStore>();

    private static async Task<RemoteObject> RenewAsync(TestStamp stamp, string renewal)
    {
        var result = await stamp.InvokeAsync(Command(renewal));
        result.Errors.ShouldBeEmpty();
        return result.Output.OfType<RemoteObject>().Single();
    }

    private static RemoteCommand Command(string renewal) => new RemoteCommand("Update-AzureBridgeServicePrincipal")
        .With("TenantId", FakeAzure.Tenant)
        .With("AzureEnvironment", "Local")
        .With("RefreshToken", FakeAzure.RefreshToken)
        .With("RenewalId", renewal);

    private static string[] Thumbprints(TestStamp stamp) =>
        [.. stamp.Azure.Applications.Values.Single()["keyCredentials"]!.AsArray().Select(one => one!["customKeyIdentifier"]!.GetValue<string>())];
}
