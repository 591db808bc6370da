using Azsreg.Operator.Environments;
using Azsreg.Stamp;
using Azsreg.Stamp.Live;

namespace Azsreg.Portal;

/// <summary>What a stamp's portal is configured with.</summary>
public sealed record PortalOptions
{
    /// <summary>The stamp's name, which is also its folder's.</summary>
    public required string StampName { get; init; }

    /// <summary>Where the stamp's admin ARM and its sign-in answer; ends in a slash.</summary>
    public required Uri AdminUrl { get; init; }

    /// <summary>Told by the stamp when something it shows has changed.</summary>
    public required StampChanges Changes { get; init; }

    /// <summary>
    /// The names the portal answers to beside this machine's own, each with the name the stamp's sign-in answers to for whoever came by it
    /// (<c>adminportal.…</c> with <c>adminmanagement.…</c>).
    /// </summary>
    public IReadOnlyDictionary<string, string> HostNames { get; init; } = new Dictionary<string, string>();

    /// <summary>The stamp's privileged endpoint, through which it is registered; <c>/wsman</c> on port 5986 of <see cref="AdminUrl"/>'s host where it is not told.</summary>
    public Uri PrivilegedEndpoint
    {
        get => field ?? new UriBuilder(Uri.UriSchemeHttps, AdminUrl.Host, 5986, "/wsman").Uri;
        init;
    }

    /// <summary>The name forms begin with for its cloud administrator; null leaves it empty.</summary>
    public string? CloudAdministrator { get; init; }

    /// <summary>PEM texts of the authorities to trust at the privileged endpoint, beside the system's.</summary>
    public IReadOnlyList<string> TrustedAuthorities { get; init; } = [];

    /// <summary>The Azures the stamp can be joined to beside the built-in ones, the usual one first.</summary>
    public IReadOnlyList<EnvironmentEntry> AzureEnvironments { get; init; } = [];

    /// <summary>A session ends when nobody did anything for this long. Default 30 minutes.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>A session ends after this time in any case. Default 8 hours.</summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromHours(8);

    /// <summary>How often an open page's connection hears that it still lives.</summary>
    internal TimeSpan LiveBeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The portal as a client of that sign-in.</summary>
    internal string ClientId { get; init; } = PortalRegistration.ClientId;

    /// <summary>True for pages of an Azure side: whoever has an account there may look, and there are no roles of a stamp.</summary>
    internal bool IsOfAzure { get; init; }

    /// <summary>The path the sign-in sends the browser back to.</summary>
    public const string SignInCallback = "/signin-oidc";

    /// <summary>Every address the sign-in may send a browser back to, for a portal that listens on <paramref name="port"/>.</summary>
    public IEnumerable<Uri> RedirectUris(int port)
    {
        foreach (var name in HostNames.Keys.Prepend("[::1]").Prepend("127.0.0.1").Prepend("localhost"))
        {
            yield return new UriBuilder(Uri.UriSchemeHttps, name, port, SignInCallback).Uri;

            // Where a gateway in front takes the standard port, as a real stamp's does.
            if (HostNames.ContainsKey(name) && port != 443)
                yield return new UriBuilder(Uri.UriSchemeHttps, name, 443, SignInCallback).Uri;
        }
    }
}
