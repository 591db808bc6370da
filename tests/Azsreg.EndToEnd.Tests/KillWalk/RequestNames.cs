using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Azsreg.EndToEnd.Tests;

/// <summary>Names the requests that change something, the same in every run: without ids.</summary>
internal static partial class RequestNames
{
    private const string WsMan = "WSMan ";

    /// <summary>Of a request to the Azure side.</summary>
    public static string? OfAzure(HttpRequest request, byte[] body) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)
            ? null
            : $"{request.Method} {Ids().Replace(request.Path.Value!, "{id}")}";

    /// <summary>
    /// Of a request to the privileged endpoint, by its WS-Management action. <c>Receive</c> counts as well: while it waits the stamp works.
    /// </summary>
    public static string? OfPrivilegedEndpoint(HttpRequest request, byte[] body) =>
        Action().Match(System.Text.Encoding.UTF8.GetString(body)) is { Success: true } action ? WsMan + action.Groups[1].Value : null;

    /// <summary>Who answers a request of this name.</summary>
    public static Victim ServerOf(string name) => name.StartsWith(WsMan, StringComparison.Ordinal) ? Victim.Stamp : Victim.Cloud;

    /// <summary>Whether it starts a command on the stamp.</summary>
    public static bool IsCommand(string name) => name.StartsWith(WsMan + "Command", StringComparison.Ordinal);

    /// <summary>Whether it waits for what a command puts out.</summary>
    public static bool IsReceive(string name) => name.StartsWith(WsMan + "Receive", StringComparison.Ordinal);

    /// <summary>Whether it fetches a key or a token, which changes nothing that lasts.</summary>
    public static bool IsForKeyOrToken(string name) => IsForToken(name) || name.Contains("/getactivationkey", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it signs in.</summary>
    public static bool IsForToken(string name) => name.StartsWith("POST /{id}/oauth2/", StringComparison.Ordinal);

    /// <summary>Whether the stamp itself asks it of the Azure side; the operator's tokens are fresh, so it asks for none.</summary>
    public static bool IsOfTheStamp(string name) =>
        name.StartsWith("POST /graph/", StringComparison.Ordinal) || IsForToken(name);

    [GeneratedRegex("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")]
    private static partial Regex Ids();

    [GeneratedRegex("<[a-z]+:Action[^>]*>[^<]*/([A-Za-z]+)</")]
    private static partial Regex Action();
}
