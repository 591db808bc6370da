namespace Azsreg.Identity;

/// <summary>
/// A request the token service refuses: the OAuth error, Entra ID's numbered reason and the HTTP status. The endpoint's one boundary
/// turns it into the answer and, where <paramref name="audited"/>, into a line of the audit table.
/// </summary>
internal sealed class SignInException(int code, string error, int status, string message, string? subError = null, bool audited = true)
    : Exception(message)
{
    public int Code { get; } = code;

    public string Error { get; } = error;

    public int Status { get; } = status;

    public string? SubError { get; } = subError;

    public bool Audited { get; } = audited;

    /// <summary>The description without trace ids: <c>AADSTS50126: …</c>.</summary>
    public string Description => $"AADSTS{Code}: {Message}";
}
