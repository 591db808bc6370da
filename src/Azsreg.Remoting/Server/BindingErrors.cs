namespace Azsreg.Remoting.Server;

/// <summary>The errors of command lookup and parameter binding, with the identifiers, categories and sentences of PowerShell.</summary>
internal static class BindingErrors
{
    private const string Namespace = "System.Management.Automation.";

    public static RemoteError ScriptsNotAllowed(string script) => new(
        "The syntax is not supported by this runspace. This can occur if the runspace is in no-language mode.", "ScriptsNotAllowed")
    {
        Category = RemoteErrorCategory.ParserError,
        Reason = "ParseException",
        // A script may hold a secret; the caller knows what it was.
        TargetName = script.Length <= 64 ? script : script[..64] + "…",
        TargetType = "String",
        ExceptionTypeNames = Chain("ParseException"),
    };

    public static RemoteError CommandNotFound(string name) => new(
        $"The term '{name}' is not recognized as a name of a cmdlet, function, script file, or executable program.\n"
        + "Check the spelling of the name, or if a path was included, verify that the path is correct and try again.",
        "CommandNotFoundException")
    {
        Category = RemoteErrorCategory.ObjectNotFound,
        Reason = "CommandNotFoundException",
        TargetName = name,
        TargetType = "String",
        TargetObject = name,
        ExceptionTypeNames = Chain("CommandNotFoundException"),
    };

    public static RemoteError ParameterNotFound(string command, string parameter) => Binding(
        command, "NamedParameterNotFound", $"A parameter cannot be found that matches parameter name '{parameter}'.");

    public static RemoteError Ambiguous(string command, string parameter, IEnumerable<string> matches) => Binding(
        command, "AmbiguousParameter",
        $"Parameter cannot be processed because the parameter name '{parameter}' is ambiguous. Possible matches include: {string.Join(' ', matches.Select(m => "-" + m))}.");

    public static RemoteError AlreadyBound(string command, string parameter) => Binding(
        command, "ParameterAlreadyBound",
        $"Cannot bind parameter because parameter '{parameter}' is specified more than once. To provide multiple values to parameters that can accept multiple values, use the array syntax. For example, \"-parameter value1,value2,value3\".");

    public static RemoteError MissingArgument(string command, ConstrainedParameter parameter) => Binding(
        command, "MissingArgument",
        $"Missing an argument for parameter '{parameter.Name}'. Specify a parameter of type '{ValueConverter.NameOf(parameter)}' and try again.");

    public static RemoteError PositionalNotFound(string command, string argument) => Binding(
        command, "PositionalParameterNotFound", $"A positional parameter cannot be found that accepts argument '{argument}'.");

    public static RemoteError MissingMandatory(string command, IEnumerable<string> names) => Binding(
        command, "MissingMandatoryParameter",
        $"Cannot process command because of one or more missing mandatory parameters: {string.Join(' ', names)}.");

    public static RemoteError Conversion(string command, string parameter, string reason) => Binding(
        command, "ParameterArgumentTransformationError", $"Cannot process argument transformation on parameter '{parameter}'. {reason}",
        RemoteErrorCategory.InvalidData, "ParameterBindingArgumentTransformationException");

    public static RemoteError NotInSet(string command, ConstrainedParameter parameter, string value) => Validation(
        command, "ParameterArgumentValidationError",
        $"Cannot validate argument on parameter '{parameter.Name}'. The argument \"{value}\" does not belong to the set \"{string.Join(',', parameter.ValidateSet)}\" specified by the ValidateSet attribute. Supply an argument that is in the set and then try the command again.");

    public static RemoteError NullNotAllowed(string command, string parameter) => Validation(
        command, "ParameterArgumentValidationErrorNullNotAllowed", $"Cannot bind argument to parameter '{parameter}' because it is null.");

    public static RemoteError EmptyNotAllowed(string command, string parameter) => Validation(
        command, "ParameterArgumentValidationErrorEmptyStringNotAllowed",
        $"Cannot bind argument to parameter '{parameter}' because it is an empty string.");

    public static RemoteError Stopped() => new("The pipeline has been stopped.", "PipelineStopped")
    {
        Category = RemoteErrorCategory.OperationStopped,
        Reason = "PipelineStoppedException",
        ExceptionTypeNames = Chain("PipelineStoppedException"),
    };

    public static RemoteError Unexpected() => new("The command failed for a reason that is in the log of the endpoint.", "CommandBroke")
    {
        Category = RemoteErrorCategory.NotSpecified,
        Reason = "RuntimeException",
    };

    private static RemoteError Validation(string command, string id, string message) =>
        Binding(command, id, message, RemoteErrorCategory.InvalidData, "ParameterBindingValidationException");

    private static RemoteError Binding(
        string command, string id, string message, RemoteErrorCategory category = RemoteErrorCategory.InvalidArgument,
        string reason = "ParameterBindingException") => new(message, id + "," + command)
        {
            Category = category,
            Activity = command,
            Reason = reason,
            ExceptionTypeNames = reason == "ParameterBindingException"
                ? Chain(reason)
                : [Namespace + reason, .. Chain("ParameterBindingException")],
        };

    private static string[] Chain(string name) => [Namespace + name, .. RemoteError.RuntimeExceptionTypeNames];
}
