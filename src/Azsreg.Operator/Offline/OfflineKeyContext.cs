using Azsreg.AzureClient;
using Azsreg.Operator.Registration;
using Azsreg.Protocol;

namespace Azsreg.Operator.Offline;

/// <summary>What the steps of <see cref="OfflineKey"/> share.</summary>
internal sealed class OfflineKeyContext(OfflineKeyRequest request, AzureSide azure, RegistrationSearch search)
{
    private Protocol.Registration? _registration;

    public OfflineKeyRequest Request => request;

    public AzureSide Azure => azure;

    public RegistrationSearch Search => search;

    public AzureSubscription? Subscription { get; set; }

    public Protocol.Registration Registration
    {
        get => _registration ?? throw new InvalidOperationException("Read before step 'find' has looked.");
        set => _registration = value;
    }

    public CarriedDestination? Destination { get; set; }

    /// <summary>The key that was fetched.</summary>
    public CarriedKey? Key { get; set; }
}
