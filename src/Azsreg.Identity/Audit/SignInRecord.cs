namespace Azsreg.Identity;

/// <summary>One sign-in in the audit table.</summary>
/// <param name="Id">Its id; ids are in the order of time.</param>
/// <param name="At">When, UTC.</param>
/// <param name="TenantId">The tenant signed in to; null where the request named none that exists.</param>
/// <param name="Subject">The sign-in name typed, or the application's name.</param>
/// <param name="ObjectId">The object id, where one was found.</param>
/// <param name="ClientId">The client, as the request named it.</param>
/// <param name="Grant">How: <c>password</c>, <c>authorization_code</c>, <c>device_code</c>, <c>refresh_token</c>, <c>client_credentials</c>, <c>page</c>.</param>
/// <param name="Resource">What for.</param>
/// <param name="Address">The client's network address.</param>
/// <param name="Succeeded">False where it was refused.</param>
/// <param name="ErrorCode">The AADSTS number; 0 on success.</param>
/// <param name="Reason">Why it was refused, in words.</param>
/// <param name="CorrelationId">The correlation id of the request.</param>
public sealed record SignInRecord(
    Guid Id, DateTimeOffset At, Guid? TenantId, string? Subject, Guid? ObjectId, string? ClientId, string Grant, string? Resource, string? Address,
    bool Succeeded, int ErrorCode, string? Reason, Guid CorrelationId)
{
    internal const string Success = "success";
    internal const string Failure = "failure";
}
