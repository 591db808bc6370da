using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Azsreg.AzureClient.Arm;
using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>Who did what on a stamp, and its privileged endpoint's sessions; told by this system's stamps only, others answer with 404.</summary>
public sealed class StampActivityOperations
{
    private const string Version = "2022-03-01";

    private readonly ArmClient _arm;
    private readonly string _provider;

    internal StampActivityOperations(ArmClient arm, string subscriptionId)
    {
        _arm = arm;
        _provider = $"/subscriptions/{Uri.EscapeDataString(subscriptionId)}/providers/Microsoft.Fabric.Admin";
    }

    /// <summary>A page of the audit, newest first.</summary>
    /// <param name="question">Which records.</param>
    /// <param name="top">How many, 1 to 1,000.</param>
    /// <param name="next">What <see cref="StampPage{T}.Next"/> of the page before was; null for the first page.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<StampPage<StampAuditRecord>> ListAsync(StampAuditQuestion question, int top, string? next = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(question);
        List<KeyValuePair<string, string>> query = [new("kind", question.Kind)];
        if (question.Text is { Length: > 0 } text)
            query.Add(new("search", text));
        if (question.UnsuccessfulOnly)
            query.Add(new("unsuccessful", "true"));
        return PageAsync("auditRecords", query, top, next, AzureJson.Default.ArmPageStampAuditRecord, cancellationToken);
    }

    /// <summary>A page of the sessions, the last opened first.</summary>
    /// <param name="top">How many, 1 to 1,000.</param>
    /// <param name="next">Where the page starts; null for the first.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<StampPage<StampEndpointSession>> ListSessionsAsync(int top, string? next = null, CancellationToken cancellationToken = default) =>
        PageAsync("privilegedEndpointSessions", [], top, next, AzureJson.Default.ArmPageStampEndpointSession, cancellationToken);

    /// <summary>A session; null where the stamp has no transcript of it.</summary>
    public Task<StampEndpointSession?> TryGetSessionAsync(Guid session, CancellationToken cancellationToken = default) =>
        _arm.TryGetAsync($"{_provider}/privilegedEndpointSessions/{session}", Version, AzureJson.Default.StampEndpointSession, cancellationToken);

    /// <summary>A page of a transcript, in the order it was written.</summary>
    /// <param name="session">The session.</param>
    /// <param name="next">Where the page starts; null for the first.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArmException">404: it was handed out, or there never was one.</exception>
    public Task<StampPage<StampTranscriptLine>> ReadTranscriptAsync(Guid session, string? next = null, CancellationToken cancellationToken = default) =>
        PageAsync($"privilegedEndpointSessions/{session}/transcript", [], 200, next, AzureJson.Default.ArmPageStampTranscriptLine, cancellationToken);

    private Task<StampPage<T>> PageAsync<T>(
        string list, IReadOnlyList<KeyValuePair<string, string>> query, int top, string? next, JsonTypeInfo<ArmPage<T>> type, CancellationToken cancellationToken) =>
        _arm.PageAsync(new ArmRequest(HttpMethod.Get, $"{_provider}/{list}", Version) { Query = query }, top, next, type, cancellationToken);
}
