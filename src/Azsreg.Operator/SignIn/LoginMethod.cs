using System.Security.Cryptography.X509Certificates;
using Azsreg.Protocol;

namespace Azsreg.Operator.SignIn;

/// <summary>How somebody signs in.</summary>
public abstract record LoginMethod
{
    private LoginMethod()
    {
    }

    /// <summary>With a code typed at another screen; works for every person.</summary>
    public sealed record DeviceCode : LoginMethod;

    /// <summary>With a browser on this machine.</summary>
    public sealed record Browser : LoginMethod;

    /// <summary>With user name and password; for accounts without a second factor.</summary>
    /// <param name="UserName">Such as <c>owner@contoso.onmicrosoft.com</c>.</param>
    /// <param name="Value">The password.</param>
    public sealed record Password(string UserName, Secret Value) : LoginMethod;

    /// <summary>As an application, with its secret.</summary>
    /// <param name="ApplicationId">The application's client id.</param>
    /// <param name="Value">The client secret.</param>
    public sealed record ApplicationSecret(string ApplicationId, Secret Value) : LoginMethod;

    /// <summary>As an application, with its certificate.</summary>
    /// <param name="ApplicationId">The application's client id.</param>
    /// <param name="Value">With its RSA private key, which must be exportable to be kept.</param>
    public sealed record ApplicationCertificate(string ApplicationId, X509Certificate2 Value) : LoginMethod;
}
