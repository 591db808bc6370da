using Azsreg.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cloud.Blobs;

internal static class BlobServices
{
    /// <summary>Adds the account. The host also registers <see cref="IBlobNames"/>.</summary>
    public static IServiceCollection AddBlobs(this IServiceCollection services, BlobOptions options, string folder)
    {
        if (options.LinkLifetime < TimeSpan.FromSeconds(1))
            throw new ArgumentException("LinkLifetime is at least a second.", nameof(options));
        services.AddSingleton(options);
        services.AddSingleton(SqlModule.Of("Blobs"));
        services.AddSingleton(provider => new BlobStore(folder, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<BlobAccountKey>();
        services.AddSingleton(provider => new BlobLinks(
            () => provider.GetRequiredService<CloudAddresses>().Base,
            provider.GetRequiredService<BlobAccountKey>(),
            provider.GetRequiredService<BlobOptions>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<BlobEndpoints>();
        return services;
    }

    /// <summary>Where the content of a data folder's cloud lies.</summary>
    public static string FolderOf(DataFolder folder) => Path.Combine(folder.Cloud, "blobs");
}
