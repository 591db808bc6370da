using System.Collections.Concurrent;
using Azsreg.AzureClient;
using Azsreg.Hosting;
using Azsreg.Stamp.PrivilegedEndpoint;

namespace Azsreg.Stamp.Bridge;

/// <summary>The Azure environments this stamp knows and its connections to them, each trusting its own roots only.</summary>
internal sealed class BridgeConnections(StampOptions options, TimeProvider clock) : IDisposable
{
    private readonly ConcurrentDictionary<string, HttpClient> _clients = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The environment of a name; the default where none is given.</summary>
    /// <exception cref="CommandFailure">The stamp does not know it.</exception>
    public BridgeEnvironment Find(string? name)
    {
        var wanted = string.IsNullOrWhiteSpace(name) ? options.DefaultAzureEnvironment : name;
        if (options.AzureEnvironments.FirstOrDefault(known => known.Azure.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase)) is { } given)
            return given;
        if (AzureEnvironment.BuiltIn.FirstOrDefault(known => known.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase)) is { } builtIn)
            return new BridgeEnvironment(builtIn, []);
        var names = options.AzureEnvironments.Select(known => known.Azure.Name).Union(AzureEnvironment.BuiltIn.Select(known => known.Name), StringComparer.OrdinalIgnoreCase);
        throw new CommandFailure("UnknownAzureEnvironment", $"This stamp knows no Azure environment '{wanted}'. It knows: {string.Join(", ", names)}.");
    }

    /// <summary>A connection for one piece of work; all its requests share a correlation id.</summary>
    public AzureConnection Open(BridgeEnvironment environment) =>
        new(
            _clients.GetOrAdd(
                environment.Azure.Name,
                _ => new HttpClient(TrustedHttp.CreateHandler(environment.TrustedRoots)) { Timeout = Timeout.InfiniteTimeSpan }),
            clock);

    public void Dispose()
    {
        foreach (var client in _clients.Values)
            client.Dispose();
    }
}
