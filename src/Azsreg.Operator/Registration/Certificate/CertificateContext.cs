using Azsreg.AzureClient;

namespace Azsreg.Operator.Registration.Certificate;

/// <summary>What the steps of a certificate's renewal share.</summary>
internal sealed class CertificateContext(AzureSide azure, StampSide stampSide, StampCommands stamp, TimeProvider clock)
{
    private string? _bridgeObjectId;

    public AzureSide Azure => azure;

    public StampSide StampSide => stampSide;

    public StampCommands Stamp => stamp;

    public TimeProvider Clock => clock;

    public string? RegistrationName { get; set; }

    public string BridgeObjectId
    {
        get => _bridgeObjectId ?? throw new InvalidOperationException("Read before step 'find' has looked.");
        set => _bridgeObjectId = value;
    }

    /// <summary>The bridge's application with its certificates; null where this account may not see it.</summary>
    public GraphApplication? Application { get; set; }

    /// <summary>The new certificate.</summary>
    public string? Thumbprint { get; set; }

    /// <summary>The day it ends.</summary>
    public string? NotAfter { get; set; }
}
