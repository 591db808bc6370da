using Azsreg.EndToEnd.Tests.Refusals;

namespace Azsreg.EndToEnd.Tests.Marketplace;

/// <summary>The marketplace of a stamp that is registered without a line to Azure.</summary>
public sealed class DisconnectedMarketplaceTests : IAsyncLifetime
{
    private readonly LocalWorld _world = new() { Options = ["--scenario", "disconnected"] };

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task ListAndDownload_Disconnected_PointToTheFilesThatAreCarried()
    {
        (await _world.JsonAsync("marketplace", "list")).ShouldBeRefused("AZR6022", 5).WayOut().ShouldContain("azsreg marketplace import");
        (await _world.JsonAsync("marketplace", "download", "wordpress", "--accept-terms")).ShouldBeRefused("AZR6022", 5).WayOut().ShouldContain("azsreg marketplace export");

        // What is on the stamp is shown all the same.
        (await _world.JsonAsync("marketplace", "list", "--downloaded")).ShouldExitWith(0).Output.Trim().ShouldBe("[]");
    }
}
