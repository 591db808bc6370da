using Azsreg.Protocol;

namespace Azsreg.Cloud.Blobs;

/// <summary>Makes addresses of blobs.</summary>
/// <param name="cloud">Asked when the first link is made: with port 0 nobody knows earlier.</param>
/// <param name="key">Signs.</param>
/// <param name="options">How long links live.</param>
/// <param name="clock">The time.</param>
internal sealed class BlobLinks(Func<Uri> cloud, BlobAccountKey key, BlobOptions options, TimeProvider clock)
{
    /// <summary>The address of a blob anybody may read.</summary>
    public string Public(string container, string name) => $"{cloud().AbsoluteUri.TrimEnd('/')}/{BlobAccount.Name}/{container}/{Escape(name)}";

    /// <summary>An address that may read the blob for a while.</summary>
    public async ValueTask<Secret> SignedAsync(string container, string name, CancellationToken cancellationToken)
    {
        var query = SharedAccessSignature.Sign(await key.GetAsync(cancellationToken), container, name, clock.GetUtcNow() + options.LinkLifetime);
        return new Secret($"{Public(container, name)}?{query.Reveal()}");
    }

    private static string Escape(string name) => string.Join('/', name.Split('/').Select(Uri.EscapeDataString));
}
