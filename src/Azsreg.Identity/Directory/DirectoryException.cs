namespace Azsreg.Identity;

/// <summary>The directory refused a change; the host turns it into its own wire's error.</summary>
/// <param name="failure">Why.</param>
/// <param name="message">A sentence for the caller, without secrets.</param>
public sealed class DirectoryException(DirectoryFailure failure, string message) : Exception(message)
{
    /// <summary>Why the change was refused.</summary>
    public DirectoryFailure Failure { get; } = failure;
}
