using static Azsreg.Stamp.Tests.Marketplace.MarketplaceStamp;

namespace Azsreg.Stamp.Tests.Marketplace;

/// <summary>Items that are built from others.</summary>
public sealed class SolutionTests(MarketplaceStamp rig) : IClassFixture<MarketplaceStamp>
{
    /// <summary>On a stamp of its own: its list is kept for minutes, and one that others have read already does not have the solution.</summary>
    [Fact]
    public async Task Get_Solution_TellsWhatItIsBuiltFrom()
    {
        await using var other = await StartNewAsync(Impatient);
        var needed = other.Offer(Blob(1));
        var solution = other.Offer(Blob(1), item => item with { Needs = [needed] });

        var product = await other.Stamp.ReadAsync($"{other.Stamp.ActivationPath}/products/{solution}", MarketplaceStamp.Version);

        product["properties"]!["productDetailsProperties"]!["dependentProducts"]!.AsArray().Select(one => one!.GetValue<string>()).ShouldBe([needed]);
    }

    [Fact]
    public async Task Download_Solution_BringsWhatItNeeds()
    {
        var (first, second) = (rig.Offer(Blob(1000)), rig.Offer(Blob(1000)));
        var inner = rig.Offer(Blob(1), item => item with { Needs = [second] });
        var solution = rig.Offer(Blob(1), item => item with { Needs = [first, inner] });

        var operation = await rig.DownloadAsync(solution);

        Text(operation, "status").ShouldBe("Succeeded");
        (await rig.ListedAsync()).Intersect([first, second, inner, solution]).Count().ShouldBe(4);
    }

    [Fact]
    public async Task Download_SolutionsThatNeedEachOther_AreBothListed()
    {
        var one = rig.Offer(Blob(1));
        var other = rig.Offer(Blob(1), item => item with { Needs = [one] });
        rig.Azure.Items[one] = rig.Azure.Items[one] with { Needs = [other] };

        Text(await rig.DownloadAsync(one), "status").ShouldBe("Succeeded");

        (await rig.ListedAsync()).ShouldContain(other);
    }

    [Fact]
    public async Task Download_DependencyFails_SolutionFailsAndIsNotListed()
    {
        var damaged = Blob(1000);
        damaged.Damages = _ => true;
        var need = rig.Offer(damaged);
        var solution = rig.Offer(Blob(1), item => item with { Needs = [need] });

        var operation = await rig.DownloadAsync(solution);

        Text(operation["error"]!, "code").ShouldBe("DependencyFailed");
        Text(operation["error"]!, "message").ShouldContain(need);
        (await rig.ListedAsync()).ShouldNotContain(solution);
    }
}
