using Azsreg.ArmServer;

namespace Azsreg.Cloud;

/// <summary>The addresses of this cloud, all under one URL.</summary>
/// <param name="Base">Ends in a slash.</param>
public sealed record CloudAddresses(Uri Base)
{
    /// <summary>What tokens for the resource manager may be made out to, as it tells its clients: our own address and Azure's names.</summary>
    public IReadOnlyList<string> Audiences { get; } = [Base.AbsoluteUri, "https://management.azure.com/", "https://management.core.windows.net/"];

    /// <summary>Microsoft Graph's address and resource id.</summary>
    public string Graph => Base.AbsoluteUri + "graph";

    /// <summary>The addresses as the ARM pipeline wants them. Usage is reported with tokens for <c>usage</c> below our address, which activation keys name.</summary>
    public ArmAddresses ToArm() => new(Base, Base, [.. Audiences, Base.AbsoluteUri + "usage"]);
}
