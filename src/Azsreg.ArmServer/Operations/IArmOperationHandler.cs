namespace Azsreg.ArmServer;

/// <summary>Does one kind of long-running operation. Runs again from the start after a crash, so every part of it must be repeatable.</summary>
public interface IArmOperationHandler
{
    /// <summary>The kind, unique in the role.</summary>
    string Kind { get; }

    /// <summary>Does it.</summary>
    /// <exception cref="Protocol.ArmException">It failed for good, with this error.</exception>
    Task<ArmOperationResult> RunAsync(ArmOperation operation, CancellationToken cancellationToken);
}
