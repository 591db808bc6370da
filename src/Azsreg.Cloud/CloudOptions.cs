using Azsreg.ArmServer;
using Azsreg.Cloud.Blobs;
using Azsreg.Cloud.Commerce;
using Azsreg.Cloud.Registrations;

namespace Azsreg.Cloud;

/// <summary>How a cloud behaves, beside what its <see cref="Hosting.RoleHost"/> says about the machine.</summary>
public sealed record CloudOptions
{
    /// <summary>The name <c>/metadata/endpoints</c> gives this cloud.</summary>
    /// <value>Default <c>Local</c>.</value>
    public string EnvironmentName { get; init; } = "Local";

    /// <summary>Where its data lies.</summary>
    public CloudStorage Storage { get; init; } = new();

    /// <summary>The portal's address; null where there is none yet.</summary>
    public Uri? PortalUrl { get; init; }

    /// <summary>What one principal may ask of one subscription an hour.</summary>
    public ArmRequestLimits RequestLimits { get; init; } = new();

    /// <summary>How long a subscription's registration with a provider stays <c>Registering</c>.</summary>
    /// <value>Default one second.</value>
    public TimeSpan ProviderRegistrationTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What registrations are accepted.</summary>
    public RegistrationOptions Registrations { get; init; } = new();

    /// <summary>How the marketplace's files are handed out.</summary>
    public BlobOptions Blobs { get; init; } = new();

    /// <summary>What usage is taken.</summary>
    public UsageOptions Usage { get; init; } = new();

    /// <summary>How long a client is asked to wait between two looks at a long-running operation; whole seconds, at least one.</summary>
    /// <value>Default one second: what runs here is local.</value>
    public TimeSpan OperationPollInterval { get; init; } = TimeSpan.FromSeconds(1);
}
