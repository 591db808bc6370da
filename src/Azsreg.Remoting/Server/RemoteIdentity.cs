using System.Net;

namespace Azsreg.Remoting.Server;

/// <summary>Who is signed in to a session.</summary>
/// <param name="UserName">The account's name as the authenticator gives it, for example <c>AZURESTACK\CloudAdmin</c>.</param>
/// <param name="RemoteAddress">Where the caller comes from; null for a session over a local stream.</param>
public sealed record RemoteIdentity(string UserName, IPAddress? RemoteAddress = null);
