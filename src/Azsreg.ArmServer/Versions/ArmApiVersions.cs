using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Azsreg.ArmServer;

/// <summary>
/// The api-versions of one resource type. An endpoint declares it with
/// <see cref="ArmEndpointExtensions.RequireArm{TBuilder}"/>; the pipeline refuses a request without an api-version or with another one.
/// </summary>
public sealed partial class ArmApiVersions
{
    private readonly FrozenDictionary<string, string> _known;

    private ArmApiVersions(string resourceType, bool providerOwned, IEnumerable<string> versions, IReadOnlyList<string> locations)
    {
        ResourceType = resourceType;
        IsProviderOwned = providerOwned;
        Versions = [.. versions];
        Locations = locations;
        _known = Versions.ToFrozenDictionary(version => version, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The whole type, such as <c>Microsoft.AzureStack/registrations</c>.</summary>
    public string ResourceType { get; }

    /// <summary>The versions, in the order they were declared.</summary>
    public IReadOnlyList<string> Versions { get; }

    /// <summary>The display names of its locations; empty for a global type.</summary>
    public IReadOnlyList<string> Locations { get; }

    /// <summary>False for types the resource manager itself answers for, whose version error has another text.</summary>
    public bool IsProviderOwned { get; }

    /// <summary>The versions of a resource provider's type.</summary>
    /// <param name="resourceType">The whole type.</param>
    /// <param name="versions">At least one, newest first by custom.</param>
    public static ArmApiVersions OfProvider(string resourceType, params IReadOnlyList<string> versions) =>
        new(resourceType, providerOwned: true, versions, []);

    /// <summary>The versions of a type of the resource manager itself, such as <c>Microsoft.Resources/resourceGroups</c>.</summary>
    public static ArmApiVersions OfResourceManager(string resourceType, params IReadOnlyList<string> versions) =>
        new(resourceType, providerOwned: false, versions, []);

    /// <summary>The same type with declared locations (display names).</summary>
    public ArmApiVersions In(params IReadOnlyList<string> locations) => new(ResourceType, IsProviderOwned, Versions, locations);

    /// <summary>The version as declared here.</summary>
    /// <param name="requested">The query parameter's value; null where it is missing.</param>
    /// <exception cref="Protocol.ArmException">400: missing, malformed or not of this type.</exception>
    public string Resolve(string? requested)
    {
        if (string.IsNullOrWhiteSpace(requested))
            throw ArmErrors.MissingApiVersionParameter();
        if (_known.TryGetValue(requested, out var version))
            return version;
        if (!IsProviderOwned || requested.Length > 40 || !Format().IsMatch(requested))
            throw ArmErrors.InvalidApiVersionParameter(requested, Versions);
        throw ArmErrors.NoRegisteredProviderFound(requested, this);
    }

    // ARM RPC: YYYY-MM-DD with one of these endings.
    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}(-(preview|alpha|beta|rc|privatepreview))?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Format();
}
