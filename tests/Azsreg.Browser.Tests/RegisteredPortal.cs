using Azsreg.EndToEnd.Tests;

namespace Azsreg.Browser.Tests;

/// <summary>A portal whose stamp is registered, with an item downloaded and usage reported, as <c>quickstart</c> leaves it.</summary>
public sealed class RegisteredPortal : PortalWorld
{
    private protected override async Task PrepareAsync() =>
        (await AzsregProgram.RunAsync(["quickstart", "--data", Local.Folder, "--port-base", "0", "--output", "json"], environment: LocalWorld.Environment)).ShouldExitWith(0);
}
