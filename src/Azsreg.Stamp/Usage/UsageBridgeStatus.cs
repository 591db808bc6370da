using System.Data.Common;
using Azsreg.Stamp.Activation;

namespace Azsreg.Stamp.Usage;

/// <summary>Where the reporting of usage stands, from the activation, the backlog and the last attempts.</summary>
internal sealed record UsageBridgeStatus(UsageBridgeState State, ActivationRecord? Activation, UsageBacklog Backlog, UsageBridgeProgress Progress)
{
    public static async Task<UsageBridgeStatus> ReadAsync(DbConnection connection, DbTransaction? transaction, ActivationRecord? activation, DateTimeOffset now)
    {
        var backlog = await UsageOutbox.BacklogAsync(connection, transaction, activation?.ActivationId);
        var progress = await UsageBridgeStore.FindAsync(connection, transaction);
        return new UsageBridgeStatus(StateOf(UsageReporting.StateOf(activation, now), backlog, progress), activation, backlog, progress);
    }

    private static UsageBridgeState StateOf(UsageBridgeState byActivation, UsageBacklog backlog, UsageBridgeProgress progress) => byActivation switch
    {
        not UsageBridgeState.UpToDate => byActivation,
        _ when progress is { FailedAt: not null, IsRefused: true } => UsageBridgeState.Refused,
        _ when backlog.Waiting > 0 => UsageBridgeState.Behind,
        _ => UsageBridgeState.UpToDate,
    };
}
