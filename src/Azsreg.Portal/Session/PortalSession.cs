using Azsreg.AzureClient;
using Azsreg.Portal.Live;

namespace Azsreg.Portal.Session;

/// <summary>The session of the request at hand. It is there on every page that needs somebody signed in, which is every page but a few of the shell's.</summary>
public sealed class PortalSession
{
    private readonly PortalOptions _options;
    private readonly StampDoor _door;
    private LiveSession? _session;
    private ArmClient? _arm;

    internal PortalSession(PortalOptions options, StampDoor door)
    {
        _options = options;
        _door = door;
    }

    /// <summary>Whether somebody is signed in.</summary>
    public bool IsSignedIn => _session is not null;

    /// <summary>The stamp's name.</summary>
    public string StampName => _options.StampName;

    /// <summary>Whether these are pages of an Azure side and not of a stamp.</summary>
    internal bool IsOfAzure => _options.IsOfAzure;

    /// <summary>Who is signed in.</summary>
    /// <exception cref="InvalidOperationException">Nobody is; so of every member below.</exception>
    public Person Person => Open.Content.Person;

    /// <summary>Whether they may change things; whoever may not is a Reader.</summary>
    public bool IsOwner => Open.Content.IsOwner;

    /// <summary>The Default Provider Subscription.</summary>
    public string ProviderSubscriptionId => Open.Content.ProviderSubscriptionId;

    /// <summary>The stamp's region.</summary>
    public string Region => Open.Content.Region;

    /// <summary>A name for the session; the browser's cookie cannot be told from it.</summary>
    public string SessionId => Open.Id;

    /// <summary>What this session's forms carry.</summary>
    public string FormToken => Open.Content.FormToken;

    /// <summary>Cancelled when the session ends.</summary>
    public CancellationToken Ended => Open.Ended;

    /// <summary>The stamp's admin ARM as this person. One request's calls share a correlation id.</summary>
    public ArmClient Arm => _arm ??= _door.Open(Open);

    internal LiveSession Open => _session ?? throw new InvalidOperationException("Nobody is signed in.");

    /// <summary>The moment the request came, in the stamp's changes; null where pages are not told of any.</summary>
    internal LiveMoment? ReadAt { get; private set; }

    internal void Enter(LiveSession session, LiveMoment? readAt)
    {
        _session = session;
        ReadAt = readAt;
    }
}
