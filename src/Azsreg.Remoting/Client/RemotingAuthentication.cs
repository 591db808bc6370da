namespace Azsreg.Remoting.Client;

/// <summary>How a client signs in over HTTP.</summary>
public enum RemotingAuthentication
{
    /// <summary>User name and password in every request; over TLS only.</summary>
    Basic = 0,

    /// <summary>
    /// NTLM, which proves the password without sending it. Over plain HTTP every message is encrypted under the keys of the sign-in
    /// (MS-WSMV §2.2.9.1): what a real stamp's privileged endpoint at port 5985 speaks. Over TLS messages go as they are, and the sign-in is
    /// bound to the server's certificate (RFC 5929 §4).
    /// </summary>
    Negotiate = 1,

    /// <summary>The client certificate of the TLS connection, which the service maps to an account.</summary>
    Certificate = 2,

    /// <summary>What the service offers: Negotiate, else, over TLS only, Basic.</summary>
    Offered = 3,
}
