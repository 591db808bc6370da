using Azsreg.EndToEnd.Tests;
using Azsreg.Protocol;

namespace Azsreg.Browser.Tests;

/// <summary>A portal whose stamp is registered, with an item downloaded and usage reported, as <c>quickstart</c> leaves it.</summary>
public class RegisteredPortal : PortalWorld
{
    /// <summary>Begins with the settings <c>up</c> has anyway.</summary>
    public RegisteredPortal()
    {
    }

    private protected RegisteredPortal(LocalWorld local)
        : base(local)
    {
    }

    /// <summary>What the stamp is registered as.</summary>
    internal ArmResourceId Registration { get; private set; } = null!;

    private protected override async Task PrepareAsync()
    {
        var made = await AzsregProgram.RunAsync(["quickstart", "--data", Local.Folder, "--port-base", "0", "--output", "json"], environment: LocalWorld.Environment);
        Registration = ArmResourceId.Parse(made.ShouldExitWith(0).Json.GetProperty("registrationId").GetString()!);
    }
}
