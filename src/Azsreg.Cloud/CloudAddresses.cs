using Azsreg.ArmServer;

namespace Azsreg.Cloud;

/// <summary>The addresses of this cloud, all under one URL.</summary>
/// <param name="Base">Ends in a slash.</param>
public sealed record CloudAddresses(Uri Base)
{
    /// <summary>What tokens for the resource manager may be made out to: our own address and Azure's names, and <c>usage</c> below ours for those who report it.</summary>
    public IReadOnlyList<string> Audiences { get; } =
        [Base.AbsoluteUri, "https://management.azure.com/", "https://management.core.windows.net/", Base.AbsoluteUri + "usage"];

    /// <summary>Microsoft Graph's address and resource id.</summary>
    public string Graph => Base.AbsoluteUri + "graph";

    /// <summary>The addresses as the ARM pipeline wants them.</summary>
    public ArmAddresses ToArm() => new(Base, Base, Audiences);
}
