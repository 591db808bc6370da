using Azsreg.Hosting;
using Azsreg.Identity;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Facts;
using Azsreg.Stamp.PrivilegedEndpoint;
using Dapper;

namespace Azsreg.Stamp.Activity;

/// <summary>The audit and the sign-ins of the stamp's directory as one list, newest first. It tells who, what, when and how it went; neither holds a secret.</summary>
internal sealed class ActivityLog(SqlDatabase database, SignInAudit signIns, StampAccess access)
{
    /// <summary>The channel sign-ins at the stamp's directory are told under.</summary>
    public const string SignInChannel = "SignIn";

    private static readonly string[] Successes = ["Succeeded", "Accepted"];

    /// <summary>Activity before a place, newest first.</summary>
    /// <param name="caller">On whose behalf.</param>
    /// <param name="question">Which.</param>
    /// <param name="before">The last record of the page before; null for the first page.</param>
    /// <param name="take">How many.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task<IReadOnlyList<ActivityRecord>> ListAsync(
        StampCaller caller, ActivityQuestion question, (DateTimeOffset At, string Id)? before, int take, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.ReadAudit, cancellationToken: cancellationToken);
        var done = await AuditAsync(question, before, take, cancellationToken);
        var signedIn = question.Kind is ActivityKind.All or ActivityKind.SignIn ? await SignInsAsync(question, before, take, cancellationToken) : [];
        return [.. done.Concat(signedIn).OrderByDescending(record => record.At).ThenByDescending(record => record.Id, StringComparer.Ordinal).Take(take)];
    }

    private async Task<IEnumerable<ActivityRecord>> AuditAsync(
        ActivityQuestion question, (DateTimeOffset At, string Id)? before, int take, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            """
            select id as Id, at as At, caller as Caller, channel as Channel, action as Action, target as Target, outcome as Outcome, detail as Detail
            from audit
            where (@Before is null or (at, id) < (@Before, @Id)) and (@Channel is null or channel = @Channel) and (@Action is null or action = @Action)
                and (@Unsuccessful = 0 or outcome not in @Successes)
                and (@Like is null or caller like @Like escape '!' or action like @Like escape '!' or target like @Like escape '!' or detail like @Like escape '!')
            order by at desc, id desc limit @take
            """,
            new
            {
                Before = before is { } place ? Timestamp.Format(place.At) : null,
                before?.Id,
                Channel = question.Kind switch
                {
                    ActivityKind.PrivilegedEndpoint => nameof(CallerKind.CloudAdministrator),
                    ActivityKind.Administration => nameof(CallerKind.User),
                    ActivityKind.Stamp => nameof(CallerKind.Stamp),
                    _ => null,
                },
                Action = question.Kind is ActivityKind.SignIn ? CloudAdministratorAuthenticator.SignIn : null,
                Unsuccessful = question.UnsuccessfulOnly ? 1 : 0,
                Successes,
                Like = question.Text is { } text ? LikePattern.Containing(text) : null,
                take,
            },
            cancellationToken: cancellationToken));
        return rows.Select(row => new ActivityRecord(
            row.Id, Timestamp.Parse(row.At), row.Caller, row.Channel == nameof(CallerKind.CloudAdministrator) ? nameof(ActivityKind.PrivilegedEndpoint) : row.Channel,
            row.Action, row.Target, row.Outcome, row.Detail));
    }

    private async Task<IEnumerable<ActivityRecord>> SignInsAsync(
        ActivityQuestion question, (DateTimeOffset At, string Id)? before, int take, CancellationToken cancellationToken)
    {
        var found = await signIns.ListBeforeAsync(before, question.Text, question.UnsuccessfulOnly, take, cancellationToken);
        return found.Select(record => new ActivityRecord(
            record.Id.ToString(), record.At, record.Subject ?? record.ObjectId?.ToString() ?? "unknown", SignInChannel, $"SignIn/{record.Grant}", record.Resource ?? "",
            record.Succeeded ? "Succeeded" : "Refused", DetailOf(record)));
    }

    private static string DetailOf(SignInRecord record) =>
        string.Join("; ", new[] { record.Address is { } address ? $"from {address}" : null, record.ClientId is { } client ? $"client {client}" : null, record.Reason }.OfType<string>());

    private sealed record Row
    {
        public required string Id { get; init; }

        public required string At { get; init; }

        public required string Caller { get; init; }

        public required string Channel { get; init; }

        public required string Action { get; init; }

        public required string Target { get; init; }

        public required string Outcome { get; init; }

        public required string Detail { get; init; }
    }
}
