namespace Azsreg.Remoting.Server;

/// <summary>A command a constrained endpoint offers.</summary>
/// <param name="Name">Verb and noun, for example <c>New-RegistrationToken</c>.</param>
/// <param name="InvokeAsync">
/// Runs the command. It writes through the invocation; it throws <see cref="CommandFailedException"/> for a terminating error. The token
/// is cancelled when the client stops the command, leaves or the server stops.
/// </param>
public sealed record ConstrainedCommand(string Name, Func<CommandInvocation, CancellationToken, Task> InvokeAsync)
{
    /// <summary>The declared parameters; nothing else is accepted but the common ones.</summary>
    public IReadOnlyList<ConstrainedParameter> Parameters { get; init; } = [];

    /// <summary>One or two sentences for <c>Get-Help</c>.</summary>
    public string Description { get; init; } = "";

    /// <summary>Names of the types it writes, for <c>Get-Command</c>.</summary>
    public IReadOnlyList<string> OutputTypes { get; init; } = [];

    /// <summary>
    /// True if it begins at once and reads its pipeline input as it comes; otherwise the whole input is collected before it begins.
    /// </summary>
    public bool ReadsInputAsItComes { get; init; }

    /// <summary>True if what it writes must not appear in a transcript.</summary>
    public bool HasSecretOutput { get; init; }
}
