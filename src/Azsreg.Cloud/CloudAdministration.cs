using Azsreg.Cloud.Commerce;
using Azsreg.Cloud.Directory;
using Azsreg.Cloud.Registrations;
using Azsreg.Hosting;
using Azsreg.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cloud;

/// <summary>The data of an Azure side for whoever owns it, whether it serves at the moment or not: nobody signs in, nothing listens.</summary>
public sealed class CloudAdministration : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private CloudAdministration(ServiceProvider services) => _services = services;

    /// <summary>The agreements of Capacity.</summary>
    public AgreementStore Agreements => _services.GetRequiredService<AgreementStore>();

    /// <summary>Whose customers subscriptions are, and who may have them billed apart.</summary>
    public PartnerDirectory Partners => _services.GetRequiredService<PartnerDirectory>();

    /// <summary>Usage that was carried over in files.</summary>
    public UsageImport Usage => _services.GetRequiredService<UsageImport>();

    /// <summary>Tenants and users.</summary>
    public IdentityDirectory Directory => _services.GetRequiredService<IdentityDirectory>();

    /// <summary>What a tenant's users may do there.</summary>
    public DirectoryPolicies Policies => _services.GetRequiredService<DirectoryPolicies>();

    /// <summary>The subscriptions.</summary>
    public SubscriptionStore Subscriptions => _services.GetRequiredService<SubscriptionStore>();

    /// <summary>Who has which role where.</summary>
    public RoleAssignmentStore Assignments => _services.GetRequiredService<RoleAssignmentStore>();

    /// <summary>Opens the data and brings its tables up to date.</summary>
    /// <param name="storage">Where it lies.</param>
    /// <param name="folder">The data folder.</param>
    /// <param name="clock">The time.</param>
    /// <param name="make">Whether to begin a new one where there is none.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>Null where no Azure side was ever started in the folder.</returns>
    /// <exception cref="Protocol.CataloguedException">The database cannot be used.</exception>
    public static async Task<CloudAdministration?> TryOpenAsync(
        CloudStorage storage, DataFolder folder, TimeProvider clock, bool make = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(storage);
        if (!make && !storage.IsThere(folder))
            return null;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(clock);
        // The URL stands in tokens and links only, of which none are made here.
        services.AddCloud(new CloudOptions { Storage = storage }, folder, new CloudAddresses(new Uri("https://localhost/")), []);
        var provider = services.BuildServiceProvider();
        try
        {
            await provider.PrepareCloudAsync(cancellationToken).ConfigureAwait(false);
            return new CloudAdministration(provider);
        }
        catch
        {
            await provider.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
