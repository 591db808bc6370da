namespace Azsreg.ArmServer;

/// <summary>How far a long-running operation is. All but <see cref="Running"/> are final.</summary>
public enum ArmOperationStatus
{
    /// <summary>Accepted; runs or waits for its turn.</summary>
    Running,

    /// <summary>Done.</summary>
    Succeeded,

    /// <summary>Ended with an error.</summary>
    Failed,
}
