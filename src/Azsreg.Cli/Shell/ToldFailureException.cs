using Azsreg.Protocol;

namespace Azsreg.Cli.Shell;

/// <summary>A failure whose words are on the screen already, because they are the verb's own output; only the exit code is left.</summary>
/// <param name="kind">The sort of failure.</param>
internal sealed class ToldFailureException(FailureKind kind) : Exception("The failure was told.")
{
    /// <summary>The sort of failure, which is the exit code.</summary>
    public FailureKind Kind { get; } = kind;
}
