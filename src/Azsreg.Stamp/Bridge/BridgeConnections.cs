using System.Collections.Concurrent;
using System.Net;
using Azsreg.AzureClient;
using Azsreg.Hosting;
using Azsreg.Stamp.PrivilegedEndpoint;

namespace Azsreg.Stamp.Bridge;

/// <summary>The Azure environments this stamp knows and its connections to them, each trusting its own roots only.</summary>
internal sealed class BridgeConnections(StampOptions options, TimeProvider clock) : IDisposable
{
    private readonly ConcurrentDictionary<string, HttpClient> _clients = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, HttpClient> _blobs = new(StringComparer.OrdinalIgnoreCase);

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

    /// <summary>The way to its blobs, which come as they are: a range of something compressed on the way would not be that range.</summary>
    public HttpClient OpenBlobs(BridgeEnvironment environment) => _blobs.GetOrAdd(
        environment.Azure.Name,
        _ =>
        {
            var handler = TrustedHttp.CreateHandler(environment.TrustedRoots);
            handler.AutomaticDecompression = DecompressionMethods.None;
            return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        });

    public void Dispose()
    {
        foreach (var client in _clients.Values.Concat(_blobs.Values))
            client.Dispose();
    }
}
