namespace Azsreg.Remoting.Client;

/// <summary>How a client signs in over HTTP.</summary>
public enum RemotingAuthentication
{
    /// <summary>User name and password in every request; over TLS.</summary>
    Basic = 0,

    /// <summary>
    /// NTLM over plain HTTP, with every message encrypted under the keys of the sign-in (MS-WSMV §2.2.9.1): what a real stamp's privileged
    /// endpoint at port 5985 speaks.
    /// </summary>
    Negotiate = 1,
}
