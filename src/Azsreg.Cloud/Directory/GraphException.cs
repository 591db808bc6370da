namespace Azsreg.Cloud.Directory;

/// <summary>A request Graph refuses, with its own codes and texts.</summary>
internal sealed class GraphException(int statusCode, string code, string message) : Exception(message)
{
    public int StatusCode { get; } = statusCode;

    public string Code { get; } = code;

    public static GraphException Unauthenticated(string message) => new(401, "InvalidAuthenticationToken", message);

    public static GraphException Denied() => new(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");

    public static GraphException NotFound(string id) => new(
        404, "Request_ResourceNotFound", $"Resource '{id}' does not exist or one of its queried reference-property objects are not present.");

    public static GraphException BadRequest(string message) => new(400, "Request_BadRequest", message);
}
