using System.Net;
using Azsreg.Protocol;

namespace Azsreg.Operator.Check;

/// <summary>How far the way to a host went.</summary>
internal sealed record HostFinding(HostTarget Target)
{
    /// <summary>The proxy in between; null where the way is direct.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>What the name server answered for the host, or for the proxy.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];

    /// <summary>The address that took the connection.</summary>
    public IPEndPoint? Connected { get; init; }

    /// <summary>How long connecting took.</summary>
    public TimeSpan ConnectTime { get; init; }

    /// <summary>The version of TLS agreed on; null over plain HTTP.</summary>
    public string? Tls { get; init; }

    /// <summary>The certificates' names, the server's first.</summary>
    public IReadOnlyList<string> Chain { get; init; } = [];

    /// <summary>The host's clock minus ours; null where it did not tell the time.</summary>
    public TimeSpan? Drift { get; init; }

    /// <summary>Where the way ended; null where the host answered.</summary>
    public CataloguedException? Failure { get; init; }

    public bool IsReached => Failure is null;

    /// <summary>One line: every leg of the way.</summary>
    /// <param name="roles">What the host is there for.</param>
    public string Describe(string roles)
    {
        var legs = new List<string> { roles };
        if (Proxy is not null) legs.Add($"through proxy {Proxy.GetLeftPart(UriPartial.Authority)}");
        if (Connected is not null) legs.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Connected} in {ConnectTime.TotalMilliseconds:0} ms"));
        if (Tls is not null) legs.Add(Tls);
        if (Chain.Count > 0) legs.Add(string.Join(" ← ", Chain));
        return string.Join(", ", legs);
    }
}
