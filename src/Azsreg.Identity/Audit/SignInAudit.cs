using Azsreg.Hosting;
using Dapper;

namespace Azsreg.Identity;

/// <summary>The audit table of sign-ins: every success and every refusal, with its reason; never a credential.</summary>
public sealed class SignInAudit
{
    private const int LongestSubject = 320;

    private const string Columns =
        """
        id as "Id", at as "At", tenant_id as "TenantId", subject as "Subject", object_id as "ObjectId", client_id as "ClientId",
        grant_kind as "Grant", resource as "Resource", address as "Address", outcome as "Outcome", error_code as "ErrorCode",
        reason as "Reason", correlation_id as "CorrelationId"
        """;

    private readonly SqlDatabase _database;
    private readonly TimeProvider _clock;

    internal SignInAudit(SqlDatabase database, TimeProvider clock)
    {
        _database = database;
        _clock = clock;
    }

    /// <summary>The latest sign-ins, newest first.</summary>
    /// <param name="tenantId">Of one tenant; null for all.</param>
    /// <param name="take">At most this many, 1 to 1,000.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<SignInRecord>> ListAsync(Guid? tenantId = null, int take = 100, CancellationToken cancellationToken = default)
    {
        await using var connection = await _database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(
            $"""
            select {Columns} from identity_sign_ins {(tenantId is null ? "" : "where tenant_id = @tenant")} order by at desc, id desc limit @take
            """,
            new { tenant = tenantId?.ToString("D"), take = Math.Clamp(take, 1, 1000) });
        return [.. rows.Select(row => row.ToRecord())];
    }

    /// <summary>
    /// Sign-ins before a place, newest first. What went well and follows from an earlier one is left out: a token that was renewed, and the page
    /// a code was fetched from.
    /// </summary>
    /// <param name="before">Time and id of the record before; null for the newest.</param>
    /// <param name="text">What subject, client, resource, address or reason must contain; null for anything.</param>
    /// <param name="refusedOnly">True for refusals only.</param>
    /// <param name="take">At most this many, 1 to 1,001.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<SignInRecord>> ListBeforeAsync(
        (DateTimeOffset At, string Id)? before, string? text, bool refusedOnly, int take, CancellationToken cancellationToken = default)
    {
        // Kept to the millisecond; a place may be finer, being another list's.
        var at = before?.At.ToUnixTimeMilliseconds() ?? long.MaxValue;
        var isExact = before is { } place && DateTimeOffset.FromUnixTimeMilliseconds(at) == place.At;
        await using var connection = await _database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            $"""
            select {Columns} from identity_sign_ins
            where (at < @at or (at = @at and (@isExact = 0 or id < @id)))
              and (outcome = @failure or (@refusedOnly = 0 and grant_kind not in ('refresh_token', 'page')))
              and (@like is null or lower(subject) like @like escape '!' or lower(client_id) like @like escape '!' or lower(resource) like @like escape '!'
                or lower(address) like @like escape '!' or lower(reason) like @like escape '!')
            order by at desc, id desc limit @take
            """,
            new
            {
                at, isExact = isExact ? 1L : 0L, id = before?.Id ?? "", failure = SignInRecord.Failure, refusedOnly = refusedOnly ? 1L : 0L,
                like = text is null ? null : LikePattern.Containing(text.ToLowerInvariant()), take = Math.Clamp(take, 1, 1001),
            },
            cancellationToken: cancellationToken));
        return [.. rows.Select(row => row.ToRecord())];
    }

    internal Task SucceededAsync(SignInAttempt attempt, CancellationToken cancellationToken) => WriteAsync(attempt, null, cancellationToken);

    internal Task FailedAsync(SignInAttempt attempt, SignInException failure, CancellationToken cancellationToken) =>
        WriteAsync(attempt, failure, cancellationToken);

    private async Task WriteAsync(SignInAttempt attempt, SignInException? failure, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        await _database.TransactAsync(async (connection, transaction) => await connection.ExecuteAsync(
            """
            insert into identity_sign_ins (id, at, tenant_id, subject, object_id, client_id, grant_kind, resource, address, outcome,
                                           error_code, reason, correlation_id)
            values (@id, @at, @tenant, @subject, @objectId, @clientId, @grant, @resource, @address, @outcome, @code, @reason, @correlation)
            """,
            new
            {
                id = Guid.CreateVersion7(now).ToString("D"),
                at = now.ToUnixTimeMilliseconds(),
                tenant = attempt.TenantId?.ToString("D"),
                subject = Cut(attempt.Subject),
                objectId = attempt.ObjectId?.ToString("D"),
                clientId = Cut(attempt.ClientId),
                grant = attempt.Grant,
                resource = Cut(attempt.Resource),
                address = attempt.Address,
                outcome = failure is null ? SignInRecord.Success : SignInRecord.Failure,
                code = (long)(failure?.Code ?? 0),
                reason = failure?.Message,
                correlation = attempt.CorrelationId.ToString("D"),
            }, transaction), cancellationToken);
    }

    private static string? Cut(string? value) => value is { Length: > LongestSubject } ? value[..LongestSubject] : value;

    private sealed record Row(
        string Id, long At, string? TenantId, string? Subject, string? ObjectId, string? ClientId, string Grant, string? Resource, string? Address,
        string Outcome, long ErrorCode, string? Reason, string CorrelationId)
    {
        public SignInRecord ToRecord() => new(
            Guid.Parse(Id), DateTimeOffset.FromUnixTimeMilliseconds(At), TenantId is null ? null : Guid.Parse(TenantId), Subject,
            ObjectId is null ? null : Guid.Parse(ObjectId), ClientId, Grant, Resource, Address, Outcome == SignInRecord.Success, (int)ErrorCode,
            Reason, Guid.Parse(CorrelationId));
    }
}
