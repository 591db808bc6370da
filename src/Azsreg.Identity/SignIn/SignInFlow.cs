namespace Azsreg.Identity;

/// <summary>
/// A sign-in on its way through the pages. It travels sealed in each form, bound to the browser's cookie: so the pages keep nothing on
/// the server, a form forged elsewhere carries no flow, and a flow lifted from a page is useless in another browser.
/// </summary>
internal sealed record SignInFlow
{
    /// <summary>The hash of the cookie of the browser that started it.</summary>
    public required string Browser { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long ExpiresAt { get; init; }

    public required Guid CorrelationId { get; init; }

    public Guid? ClientId { get; init; }

    public Guid? TenantId { get; init; }

    /// <summary>What the client waits for at its redirect URI; null in the device code flow.</summary>
    public AuthorizationRequest? Authorization { get; init; }

    /// <summary>The code that was entered, in the device code flow.</summary>
    public string? UserCode { get; init; }

    /// <summary>The name to begin with, or the one typed.</summary>
    public string? SignInName { get; init; }

    /// <summary>The account whose password was right, while its one-time code is missing.</summary>
    public SignedIn? Half { get; init; }

    /// <summary>The account that has proven itself, while the device code flow's confirmation is missing.</summary>
    public SignedIn? Proven { get; init; }
}
