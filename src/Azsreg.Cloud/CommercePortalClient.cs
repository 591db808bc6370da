using Azsreg.Identity;

namespace Azsreg.Cloud;

/// <summary>
/// The commerce pages as a client of this cloud's sign-in: one of its own clients, as its command lines are, so that nobody is asked for consent.
/// Whoever starts the pages says where they answer; until then nobody is sent back anywhere.
/// </summary>
public sealed class CommercePortalClient
{
    /// <summary>The client id, the same in every cloud of this program.</summary>
    public const string ClientId = "b3f7a6d4-58c2-4e0f-9d1a-7c64e2a90b35";

    /// <summary>The name on the sign-in pages.</summary>
    public const string DisplayName = "Azure commerce";

    private readonly LiveAddresses _addresses = new();

    /// <summary>Where the sign-in may send a browser back to.</summary>
    public IReadOnlyList<Uri> RedirectUris
    {
        get => [.. _addresses.Select(address => new Uri(address))];
        set => _addresses.Current = [.. value.Select(address => address.AbsoluteUri)];
    }

    internal Application Application => IdentityOptions.FirstParty(ClientId, DisplayName) with { RedirectUris = _addresses };

    // The directory keeps its own clients from its start on; the pages' ports are known after it.
    private sealed class LiveAddresses : IReadOnlyList<string>
    {
        public volatile string[] Current = [];

        public int Count => Current.Length;

        public string this[int index] => Current[index];

        public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)Current).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
