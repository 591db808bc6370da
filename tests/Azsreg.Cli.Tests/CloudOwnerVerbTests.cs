using System.Text.Json;

namespace Azsreg.Cli.Tests;

/// <summary>What the owner of an Azure side takes away again, and whom it lets bill customers apart.</summary>
public sealed class CloudOwnerVerbTests : IAsyncLifetime
{
    private const string Administrator = "admin@contoso.example";

    private readonly TemporaryFolder _folder = new();
    private string _subscription = "";

    public async ValueTask InitializeAsync() =>
        _subscription = (await DataAsync("bootstrap", Administrator, "--tenant-name", "Contoso")).GetProperty("subscriptionId").GetString()!;

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task TenantRemove_WithASubscription_IsRefusedWithTheWayOut()
    {
        var refused = await RunAsync("tenant", "remove", "contoso.example", "--yes");

        refused.ExitCode.ShouldBe(5);
        refused.Error.ShouldContain("Contoso has 1 subscription.");
        refused.Error.ShouldContain($"azsreg cloud subscription remove {_subscription}");
        (await NamesAsync("tenant", "displayName")).ShouldBe(["Contoso"]);
    }

    [Fact]
    public async Task TenantRemove_WithoutSubscriptions_IsGoneWithItsUsers()
    {
        var tenant = (await DataAsync("tenant", "add", "Fabrikam", "--domain", "fabrikam.example")).GetProperty("id").GetString();
        await DataAsync("user", "add", "ann@fabrikam.example");

        (await DataAsync("tenant", "remove", "fabrikam.example", "--yes")).GetProperty("removed").GetString().ShouldBe(tenant);

        (await NamesAsync("tenant", "displayName")).ShouldBe(["Contoso"]);
        (await RunAsync("user", "remove", "ann@fabrikam.example", "--yes")).ExitCode.ShouldBe(4);
    }

    [Fact]
    public async Task TenantRemove_Unknown_IsNotFound() => (await RunAsync("tenant", "remove", "nobody.example", "--yes")).ExitCode.ShouldBe(4);

    [Fact]
    public async Task UserRemove_Known_IsGone()
    {
        await DataAsync("user", "add", "ann@contoso.example");

        (await DataAsync("user", "remove", "ann@contoso.example", "--yes")).GetProperty("removed").GetString().ShouldBe("ann@contoso.example");

        (await NamesAsync("user", "signInName")).ShouldBe([Administrator]);
        (await RunAsync("user", "remove", "ann@contoso.example", "--yes")).ExitCode.ShouldBe(4);
    }

    [Fact]
    public async Task UserRemove_NobodyToAsk_ChangesNothing()
    {
        var refused = await RunAsync("user", "remove", Administrator);

        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldContain("AZR1021");
        (await NamesAsync("user", "signInName")).ShouldBe([Administrator]);
    }

    [Fact]
    public async Task SubscriptionRemove_Known_IsGoneAndItsIdStaysTaken()
    {
        (await DataAsync("subscription", "remove", _subscription, "--yes")).GetProperty("removed").GetString().ShouldBe(_subscription);

        (await NamesAsync("subscription", "subscriptionId")).ShouldBeEmpty();
        (await RunAsync("subscription", "remove", _subscription, "--yes")).ExitCode.ShouldBe(4);
        var again = await RunAsync("subscription", "add", "Again", "--owner", Administrator, "--id", _subscription);
        again.ExitCode.ShouldBe(5);
        (await RunAsync("tenant", "remove", "contoso.example", "--yes")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task PartnerApprove_ThenWithdraw_SaysSoEachTime()
    {
        (await DataAsync("partner", "approve", _subscription)).GetProperty("isApproved").GetBoolean().ShouldBeTrue();
        (await DataAsync("partner", "approve", _subscription)).GetProperty("isApproved").GetBoolean().ShouldBeTrue();

        var withdrawn = await DataAsync("partner", "withdraw", _subscription);

        withdrawn.GetProperty("isApproved").GetBoolean().ShouldBeFalse();
        withdrawn.GetProperty("subscriptionId").GetString().ShouldBe(_subscription);
    }

    [Fact]
    public async Task PartnerSet_Name_IsKeptAndReplaced()
    {
        await DataAsync("partner", "set", _subscription, "1234567");

        (await DataAsync("partner", "set", _subscription, " 7654321 ")).GetProperty("partner").GetString().ShouldBe("7654321");

        (await DataAsync("partner", "approve", _subscription)).GetProperty("partner").GetString().ShouldBe("7654321");
    }

    [Theory]
    [InlineData("approve", "no-guid")]
    [InlineData("withdraw", "no-guid")]
    [InlineData("set", "no-guid", "1")]
    [InlineData("set", "8f2a0000-0000-4000-8000-000000000b90", " ")]
    public async Task Partner_WrongInput_IsRefused(params string[] line)
    {
        var refused = await RunAsync(["partner", .. line]);

        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldContain("AZR1001");
    }

    private Task<CliRun> RunAsync(params string[] line) => CliRun.RunAsync(["cloud", .. line, "--data", _folder.Path]);

    private async Task<JsonElement> DataAsync(params string[] line)
    {
        var run = await RunAsync([.. line, "--output", "json"]);
        run.ExitCode.ShouldBe(0, run.Error);
        return JsonElement.Parse(run.LastLine);
    }

    private async Task<IReadOnlyList<string?>> NamesAsync(string what, string member) =>
        [.. (await DataAsync(what, "list")).EnumerateArray().Select(one => one.GetProperty(member).GetString())];
}
