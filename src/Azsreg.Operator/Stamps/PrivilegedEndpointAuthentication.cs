namespace Azsreg.Operator.Stamps;

/// <summary>How to sign in at a privileged endpoint.</summary>
public enum PrivilegedEndpointAuthentication
{
    /// <summary>User name and password in every request, inside TLS.</summary>
    Basic = 0,

    /// <summary>NTLM: the password is proved and never sent.</summary>
    Negotiate = 1,

    /// <summary>A client certificate, which the endpoint maps to an account.</summary>
    Certificate = 2,
}
