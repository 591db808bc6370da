namespace Azsreg.Remoting;

/// <summary>A user name with its password: PowerShell's <c>PSCredential</c> on the wire (MS-PSRP §2.2.5.2).</summary>
/// <param name="UserName">The account, as <c>DOMAIN\user</c> or <c>user@domain</c>.</param>
/// <param name="Password">The password, masked in text.</param>
public sealed record RemoteCredential(string UserName, SecureText Password);
