using Azsreg.Cli.Shell;
using Azsreg.Protocol;

namespace Azsreg.Cli.Roles;

/// <summary>What a process does while its roles work.</summary>
internal static class RoleWait
{
    /// <summary>Waits until somebody interrupts.</summary>
    /// <exception cref="CataloguedException">A role stopped by itself (AZR1000).</exception>
    public static async Task UntilInterruptedAsync(CliContext context, IReadOnlyList<RunningRole> roles, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource([cancellationToken, .. roles.Select(role => role.Stopping)]);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (ended.Token.Register(done.SetResult))
        {
            await done.Task;
        }

        if (!cancellationToken.IsCancellationRequested)
        {
            var stopped = roles.First(role => role.Stopping.IsCancellationRequested);
            throw new CataloguedException(ErrorCatalogue.Unexpected, $"The {stopped.Name} stopped by itself; its log is in '{context.Data.Logs}'.");
        }
    }
}
