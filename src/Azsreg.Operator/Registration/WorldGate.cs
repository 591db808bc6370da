using Azsreg.Operator.Environments;
using Azsreg.Operator.Stamps;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration;

/// <summary>Keeps a real stamp apart from a local Azure, and a local stamp from a real one.</summary>
internal static class WorldGate
{
    /// <summary>Refuses a pair of two worlds.</summary>
    /// <remarks>
    /// A local Azure answers on this machine only, so no stamp elsewhere could reach it. A local stamp's privileged endpoint is HTTPS or SSH on this
    /// machine, and a real one has no SSH; plain HTTP on a loopback address may be a tunnel to a real one and is let through.
    /// </remarks>
    /// <exception cref="CataloguedException">AZR1040.</exception>
    public static void Demand(EnvironmentEntry azure, IReadOnlyList<PrivilegedEndpointAddress> endpoints)
    {
        var management = azure.Environment.ResourceManagerUrl;
        foreach (var endpoint in endpoints)
        {
            if (azure.IsBuiltIn && endpoint.Url.IsLoopback && endpoint.Url.Scheme != Uri.UriSchemeHttp)
            {
                throw new CataloguedException(
                    ErrorCatalogue.WorldsDiffer,
                    $"{azure.Name} ({management}) is real, and {endpoint.Name} ({endpoint.Url}) is a stamp on this machine.",
                    ["azsreg environment use Local", "azsreg environment use Local --as AzureCloud"]);
            }

            if (management.IsLoopback && !endpoint.Url.IsLoopback)
            {
                throw new CataloguedException(
                    ErrorCatalogue.WorldsDiffer,
                    $"{azure.Name} ({management}) is an Azure on this machine{(azure.Environment.StandsFor is { } name ? $", which {name} means here" : "")}, and {endpoint.Name} ({endpoint.Url}) is a stamp elsewhere.",
                    [azure.Environment.StandsFor is null ? "azsreg environment use AzureCloud" : "azsreg environment use AzureCloud --as AzureCloud"]);
            }
        }
    }
}
