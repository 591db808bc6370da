using Azsreg.AzureClient;
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
    /// <param name="admin">The stamp's admin ARM as somebody is signed in there already; null takes the account of the data folder.</param>
    public static OfflineStamp Open(
        OperatorContext context, IReadOnlyList<PrivilegedEndpointAddress> endpoints, CloudAdminCredential credential, ArmClient? admin = null)
    {
        var (side, session) = RegistrationSides.OpenStamp(context, endpoints, credential, admin);
        return new OfflineStamp(side, session);
    }

    /// <inheritdoc/>
    public void Dispose() => _admin?.Dispose();
}
