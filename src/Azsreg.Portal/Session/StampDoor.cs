using Azsreg.AzureClient;
using Azsreg.Hosting;

namespace Azsreg.Portal.Session;

/// <summary>The way to the stamp's sign-in and admin ARM: over HTTPS, as any other client of theirs.</summary>
internal sealed class StampDoor(PortalOptions options, SessionStore sessions, RoleHost host, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private HttpClient? _http;
    private AzureEnvironment? _environment;

    /// <summary>The portal as a client of the stamp's sign-in.</summary>
    public SignInClient SignIn(AzureEnvironment environment) => new(Connect(), environment, options.ClientId);

    /// <summary>Where and how to sign in, as the stamp tells it.</summary>
    /// <exception cref="Protocol.CataloguedException">The stamp does not answer.</exception>
    public async ValueTask<AzureEnvironment> EnvironmentAsync(CancellationToken cancellationToken)
    {
        if (_environment is { } known)
            return known;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return _environment ??= await AzureEnvironment.DiscoverAsync(Connect(), options.AdminUrl, options.StampName, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Admin ARM with a token that was just had, before there is a session.</summary>
    public ArmClient Open(AzureEnvironment environment, IAccessTokenSource tokens) => new(Connect(), environment, tokens);

    /// <summary>Admin ARM as the session's person.</summary>
    public ArmClient Open(LiveSession session)
    {
        // Sessions are opened by a sign-in, which asks for the environment; after a restart the middleware has asked.
        var environment = _environment ?? throw new InvalidOperationException("The stamp's environment is not known yet.");
        var tokens = session.Tokens ??= new AccessTokenProvider(SignIn(environment), sessions, session.Id, clock);
        return Open(environment, tokens.In(session.Content.TenantId));
    }

    public void Dispose()
    {
        _http?.Dispose();
        _gate.Dispose();
    }

    private AzureConnection Connect()
    {
#pragma warning disable RS0030 // The portal's one client; its handler is Hosting's.
        _http ??= new HttpClient(TrustedHttp.CreateHandler(host.Trust), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore RS0030
        return new AzureConnection(_http, clock);
    }
}
