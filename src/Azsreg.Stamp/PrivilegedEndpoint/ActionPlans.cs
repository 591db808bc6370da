using System.Data.Common;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Facts;
using Dapper;
using Microsoft.Extensions.Logging;

namespace Azsreg.Stamp.PrivilegedEndpoint;

/// <summary>
/// Runs what changes the stamp: one action at a time, each with a row that outlives the process. An action belongs to the stamp, not to the
/// session that asked for it: a time-out or a lost connection leaves it running, and <c>Get-ActionStatus</c> tells how it ends.
/// </summary>
internal sealed partial class ActionPlans(SqlDatabase database, TimeProvider clock, ILogger<ActionPlans> logger) : IAsyncDisposable
{
    private const string Started = "Started";
    private const int DaysKept = 365;

    private const string Columns =
        """
        id as Id, function_name as FunctionName, action_type as ActionType, requested_by as RequestedBy, status as Status, step as Step,
        started_at as StartedAt, ended_at as EndedAt, error_id as ErrorId, error_message as ErrorMessage
        """;

    private readonly CancellationTokenSource _stopping = new();
    private volatile Task _running = Task.CompletedTask;

    // Of use to whoever looks while the action runs; kept with the row at its end, since every write waits for the disk.
    private volatile string _step = Started;

    /// <summary>Ends in the books what a killed process left running. Every action can be asked for again; each checks what is there.</summary>
    public Task RecoverAsync(CancellationToken cancellationToken) =>
        database.TransactAsync(
            (connection, transaction) => connection.ExecuteAsync(
                """
                update action_plans set status = 'Failed', ended_at = @at, error_id = 'ActionInterrupted',
                    error_message = 'The stamp was stopped while the action ran. Run the same command again; it goes on where it stopped.'
                where status = 'Running'
                """,
                new { at = Timestamp.Format(clock.GetUtcNow()) },
                transaction),
            cancellationToken);

    /// <summary>Lets go of ended actions older than a year.</summary>
    public Task PruneAsync(CancellationToken cancellationToken) =>
        database.TransactAsync(
            (connection, transaction) => connection.ExecuteAsync(
                "delete from action_plans where status <> 'Running' and started_at < @before",
                new { before = Timestamp.Format(clock.GetUtcNow().AddDays(-DaysKept)) },
                transaction),
            cancellationToken);

    /// <summary>Starts an action and waits for it no longer than <paramref name="timeout"/>.</summary>
    /// <exception cref="CommandFailure">Another action runs, the time is over, or the action failed.</exception>
    public async Task<T> RunAsync<T>(
        string functionName,
        string actionType,
        StampCaller caller,
        TimeSpan timeout,
        Func<ActionProgress, CancellationToken, Task<T>> body,
        CancellationToken cancellationToken)
    {
        var id = await BeginAsync(functionName, actionType, caller, cancellationToken);
        _step = Started;
        var work = ExecuteAsync(id, functionName, body);
        _running = work;
        try
        {
            return await work.WaitAsync(timeout, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            LogTimedOut(id, functionName, timeout);
            throw new CommandFailure("ActionTimedOut", $"Action plan execution failed. Error: Execution timeout. The action {id} still runs; Get-ActionStatus -FunctionName {functionName} tells how it ends.");
        }
    }

    /// <summary>The latest run of a function, or of any where none is named.</summary>
    public async Task<ActionPlan?> LatestAsync(string? functionName, string? actionType, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var row = await connection.QueryFirstOrDefaultAsync<Row>(
            $"""
            select {Columns} from action_plans
            where (@functionName is null or lower(function_name) = lower(@functionName))
              and (@actionType is null or lower(action_type) = lower(@actionType))
            order by started_at desc, id desc limit 1
            """,
            new { functionName, actionType });
        return row?.ToPlan(_step);
    }

    /// <summary>The action that runs now, if one does.</summary>
    public async Task<ActionPlan?> RunningAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await RunningAsync(connection, null))?.ToPlan(_step);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private Task<Guid> BeginAsync(string functionName, string actionType, StampCaller caller, CancellationToken cancellationToken) =>
        database.TransactAsync(
            async (connection, transaction) =>
            {
                if (await RunningAsync(connection, transaction) is { } other)
                    throw new CommandFailure("ActionInProgress", $"Cannot invoke action plan because another action is in progress: {other.Id}");
                var now = clock.GetUtcNow();
                var id = Guid.CreateVersion7(now);
                await connection.ExecuteAsync(
                    """
                    insert into action_plans (id, function_name, action_type, requested_by, status, step, started_at)
                    values (@Id, @functionName, @actionType, @RequestedBy, 'Running', @Step, @StartedAt)
                    """,
                    new { Id = id.ToString(), functionName, actionType, RequestedBy = caller.Name, Step = Started, StartedAt = Timestamp.Format(now) },
                    transaction);
                return id;
            },
            cancellationToken);

    private async Task<T> ExecuteAsync<T>(Guid id, string functionName, Func<ActionProgress, CancellationToken, Task<T>> body)
    {
        try
        {
            var result = await body(step => _step = step, _stopping.Token);
            await EndAsync(id, ActionPlanStatus.Completed, null, null);
            LogCompleted(id, functionName);
            return result;
        }
        catch (Exception failure)
        {
            var (errorId, message) = failure switch
            {
                CommandFailure known => (known.ErrorId, known.Message),
                CataloguedException known => (known.Entry.Code, known.Message),
                ArmException known => (known.Error.Code, known.Error.Message),
                OperationCanceledException when _stopping.IsCancellationRequested => ("ActionInterrupted", "The stamp was stopped while the action ran. Run the same command again; it goes on where it stopped."),
                _ => ("ActionFailed", $"Action plan execution failed. Error: {failure.GetType().Name}"),
            };
            LogFailed(failure, id, functionName, errorId);
            await EndAsync(id, ActionPlanStatus.Failed, errorId, message);
            throw;
        }
    }

    private Task<int> EndAsync(Guid id, ActionPlanStatus status, string? errorId, string? message) =>
        database.TransactAsync(
            (connection, transaction) => connection.ExecuteAsync(
                "update action_plans set status = @status, step = @step, ended_at = @at, error_id = @errorId, error_message = @message where id = @id",
                new { id = id.ToString(), status = status.ToString(), step = _step, at = Timestamp.Format(clock.GetUtcNow()), errorId, message },
                transaction),
            CancellationToken.None);

    private static Task<Row?> RunningAsync(DbConnection connection, DbTransaction? transaction) =>
        connection.QueryFirstOrDefaultAsync<Row>($"select {Columns} from action_plans where status = 'Running'", transaction: transaction);

    private sealed class Row
    {
        public required string Id { get; init; }
        public required string FunctionName { get; init; }
        public required string ActionType { get; init; }
        public required string RequestedBy { get; init; }
        public required string Status { get; init; }
        public required string Step { get; init; }
        public required string StartedAt { get; init; }
        public string? EndedAt { get; init; }
        public string? ErrorId { get; init; }
        public string? ErrorMessage { get; init; }

        public ActionPlan ToPlan(string runningStep) => new(
            Guid.Parse(Id),
            FunctionName,
            ActionType,
            RequestedBy,
            Enum.Parse<ActionPlanStatus>(Status),
            Status == nameof(ActionPlanStatus.Running) ? runningStep : Step,
            Timestamp.Parse(StartedAt),
            EndedAt is null ? null : Timestamp.Parse(EndedAt),
            ErrorId,
            ErrorMessage);
    }
}

/// <summary>Tells the step an action is at.</summary>
internal delegate void ActionProgress(string step);
