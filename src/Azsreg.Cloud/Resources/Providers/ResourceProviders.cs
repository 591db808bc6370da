using System.Collections.Frozen;

namespace Azsreg.Cloud.Resources;

/// <summary>All namespaces of this cloud.</summary>
internal sealed class ResourceProviders
{
    private readonly FrozenDictionary<string, IResourceProvider> _byNamespace;

    /// <exception cref="ArgumentException">Two providers have one namespace.</exception>
    public ResourceProviders(IEnumerable<IResourceProvider> providers)
    {
        All = [.. providers.Concat(BuiltInProvider.All).OrderBy(provider => provider.Namespace, StringComparer.OrdinalIgnoreCase)];
        var byNamespace = new Dictionary<string, IResourceProvider>(StringComparer.OrdinalIgnoreCase);
        foreach (var provider in All)
            byNamespace.Add(provider.Namespace, provider);
        _byNamespace = byNamespace.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>By namespace.</summary>
    public IReadOnlyList<IResourceProvider> All { get; }

    /// <summary>The provider of a namespace; null where nobody knows it.</summary>
    public IResourceProvider? Find(string providerNamespace) => _byNamespace.GetValueOrDefault(providerNamespace);
}
