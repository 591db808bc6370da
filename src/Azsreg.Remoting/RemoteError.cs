namespace Azsreg.Remoting;

/// <summary>An error record (MS-PSRP §2.2.3.15): what a command reports when something fails, terminating or not.</summary>
/// <param name="Message">The sentence for people.</param>
/// <param name="FullyQualifiedErrorId">The stable identifier, for example <c>NamedParameterNotFound,New-RegistrationToken</c>.</param>
public sealed record RemoteError(string Message, string FullyQualifiedErrorId)
{
    /// <summary>The kind of failure.</summary>
    public RemoteErrorCategory Category { get; init; }

    /// <summary>The command that failed; empty where no command was reached.</summary>
    public string Activity { get; init; } = "";

    /// <summary>Short name of the exception, for example <c>ParameterBindingException</c>.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Text of the object the error is about.</summary>
    public string TargetName { get; init; } = "";

    /// <summary>Short type name of the object the error is about.</summary>
    public string TargetType { get; init; } = "";

    /// <summary>Type names of the exception, the most derived first; never empty.</summary>
    public IReadOnlyList<string> ExceptionTypeNames { get; init; } = RuntimeExceptionTypeNames;

    /// <summary>The object the error is about, where the peer sent it.</summary>
    public object? TargetObject { get; init; }

    /// <summary>What the reporter recommends to do; null where nothing was said.</summary>
    public string? RecommendedAction { get; init; }

    /// <summary>Full name of the exception, without the <c>Deserialized.</c> in front.</summary>
    public string ExceptionType => ExceptionTypeNames[0].StartsWith(RemoteObject.DeserializedPrefix, StringComparison.Ordinal)
        ? ExceptionTypeNames[0][RemoteObject.DeserializedPrefix.Length..]
        : ExceptionTypeNames[0];

    internal static IReadOnlyList<string> RuntimeExceptionTypeNames { get; } =
        ["System.Management.Automation.RuntimeException", "System.SystemException", "System.Exception", "System.Object"];

    /// <inheritdoc/>
    public override string ToString() => Message;
}
