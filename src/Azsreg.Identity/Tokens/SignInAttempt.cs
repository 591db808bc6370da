namespace Azsreg.Identity;

/// <summary>What is known of a sign-in while it is being decided: filled in step by step, written to the audit table at the end.</summary>
internal sealed class SignInAttempt(string grant, string? address, Guid correlationId, Guid traceId)
{
    public string Grant { get; set; } = grant;

    public string? Address { get; } = address;

    public Guid CorrelationId { get; } = correlationId;

    public Guid TraceId { get; } = traceId;

    public Guid? TenantId { get; set; }

    /// <summary>The sign-in name, or the application's name where it signs in as itself.</summary>
    public string? Subject { get; set; }

    public Guid? ObjectId { get; set; }

    public string? ClientId { get; set; }

    public string? Resource { get; set; }
}
