namespace Azsreg.Remoting.Client;

/// <summary>Where and how to open a session.</summary>
public sealed record RemotingConnection
{
    /// <summary>The WS-Management address, for example <c>https://AzS-ERCS01:5986/wsman</c>.</summary>
    public required Uri Uri { get; init; }

    /// <summary>The session configuration on the peer, for example <c>PrivilegedEndpoint</c>.</summary>
    public required string ConfigurationName { get; init; }

    /// <summary>The account, as <c>DOMAIN\user</c>; with a client certificate, what the caller is called in messages.</summary>
    public required string UserName { get; init; }

    /// <summary>Gives the password when it is needed; it is asked once a session, and not at all with a client certificate.</summary>
    public Func<string> Password { get; init; } = static () => throw new InvalidOperationException("The connection was given no password.");

    /// <summary>How to sign in; <see cref="RemotingAuthentication.Basic"/>, which is over TLS only, by default.</summary>
    public RemotingAuthentication Authentication { get; init; }

    /// <summary>
    /// Culture of the session. Real stamps up to 1910 cannot be used from another culture than <c>en-US</c>, the default.
    /// </summary>
    public string Culture { get; init; } = "en-US";

    /// <summary>How long the peer keeps a session nobody uses; 3,600,000 ms by default, as the registration needs.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMilliseconds(3_600_000);

    /// <summary>How long opening may take; 60 s by default.</summary>
    public TimeSpan OpenTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one request may wait at the peer before it answers "nothing yet"; 1 s to 10 min, 60 s by default.</summary>
    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long closing, stopping and signalling may take before the session is given up; 10 s by default.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Largest envelope in bytes that is sent and accepted; 512,000 by default, as Windows allows.</summary>
    public int MaxEnvelopeSize { get; init; } = 512_000;

    /// <summary>Largest message in bytes that is accepted; 64 MiB by default.</summary>
    public int MaxMessageSize { get; init; } = 64 * 1024 * 1024;

    /// <summary>The clock that bounds every wait.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <inheritdoc/>
    public override string ToString() => $"{UserName} at {Uri} ({ConfigurationName})";
}
