namespace Azsreg.Remoting.Client;

/// <summary>A command to run on the peer, with its arguments in order.</summary>
/// <param name="Name">The command's name.</param>
/// <example><code>new RemoteCommand("New-RegistrationToken").With("BillingModel", "PayAsYouUse").With("UsageReportingEnabled", true)</code></example>
public sealed record RemoteCommand(string Name)
{
    /// <summary>The arguments in the order they are sent.</summary>
    public IReadOnlyList<RemoteParameter> Parameters { get; init; } = [];

    /// <summary>True if <see cref="Name"/> is a script instead of a command; a constrained endpoint refuses it.</summary>
    public bool IsScript { get; init; }

    /// <summary>The same command with one more named argument.</summary>
    public RemoteCommand With(string name, object? value) => this with { Parameters = [.. Parameters, new RemoteParameter(name, value)] };

    /// <summary>The same command with one more positional argument.</summary>
    public RemoteCommand With(object? value) => this with { Parameters = [.. Parameters, new RemoteParameter(null, value)] };
}
