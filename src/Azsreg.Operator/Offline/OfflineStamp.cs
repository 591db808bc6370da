using Azsreg.Operator.Registration;
using Azsreg.Operator.SignIn;
using Azsreg.Operator.Stamps;

namespace Azsreg.Operator.Offline;

/// <summary>A stamp as this data folder reaches it, with nothing of Azure beside it; open until disposed.</summary>
public sealed class OfflineStamp : IDisposable
{
    private readonly AzureSession? _admin;

    private OfflineStamp(StampSide side, AzureSession? admin)
    {
        Side = side;
        _admin = admin;
    }

    /// <summary>The stamp.</summary>
    public StampSide Side { get; }

    /// <summary>Opens it; nothing is sent yet.</summary>
    /// <param name="context">The data folder's books.</param>
    /// <param name="endpoints">The privileged endpoint's addresses in the order to try.</param>
    /// <param name="credential">The stamp's cloud administrator.</param>
    public static OfflineStamp Open(OperatorContext context, IReadOnlyList<PrivilegedEndpointAddress> endpoints, CloudAdminCredential credential)
    {
        var (side, admin) = RegistrationSides.OpenStamp(context, endpoints, credential);
        return new OfflineStamp(side, admin);
    }

    /// <inheritdoc/>
    public void Dispose() => _admin?.Dispose();
}
