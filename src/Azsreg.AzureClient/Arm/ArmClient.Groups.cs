using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Azsreg.AzureClient;

public sealed partial class ArmClient
{
    /// <summary>Directories, subscriptions and locations.</summary>
    public SubscriptionOperations Subscriptions => new(this);

    /// <summary>Resource providers and their registration.</summary>
    public ProviderOperations Providers => new(this);

    /// <summary>Resource groups.</summary>
    public ResourceGroupOperations ResourceGroups => new(this);

    /// <summary>Management locks.</summary>
    public LockOperations Locks => new(this);

    /// <summary>Roles, who has them, and what the caller may do.</summary>
    public AuthorizationOperations Authorization => new(this);

    /// <summary>Registrations of stamps.</summary>
    public RegistrationOperations Registrations => new(this);

    /// <summary>What a stamp's admin ARM tells: activation, alerts, products.</summary>
    public StampAdminOperations StampAdmin => new(this);

    /// <summary>Content that is brought to a stamp.</summary>
    public UploadOperations Uploads => new(this);

    /// <summary>Usage at a stamp.</summary>
    public StampUsageOperations StampUsage => new(this);

    /// <summary>Usage as Azure's commerce tells it.</summary>
    public CommerceOperations Commerce => new(this);

    /// <summary>Customers' subscriptions of registrations.</summary>
    public CustomerSubscriptionOperations CustomerSubscriptions => new(this);

    internal static ReadOnlyMemory<byte> Json<T>(T body, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(body, type);
}
