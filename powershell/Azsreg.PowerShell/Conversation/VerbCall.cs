using Azsreg.PowerShell.Json;

namespace Azsreg.PowerShell.Conversation;

/// <summary>A verb of azsreg with its options, as the contract of <c>azsreg module serve</c> has it.</summary>
/// <param name="verb">The verb's words, such as <c>registration set</c>.</param>
internal sealed class VerbCall(string verb)
{
    private readonly Dictionary<string, object?> _options = [];
    private readonly Dictionary<string, object?> _secrets = [];
    private readonly List<string> _arguments = [];
    private string? _input;

    /// <summary>The verb's words.</summary>
    public string Verb => verb;

    /// <summary>Gives an option; null leaves it out.</summary>
    public VerbCall With(string option, object? value)
    {
        if (value is not null) _options[option] = value;
        return this;
    }

    /// <summary>Gives an option that is <c>on</c> or <c>off</c>; null leaves it out.</summary>
    public VerbCall WithOnOff(string option, bool? value) => With(option, value switch { true => "on", false => "off", null => null });

    /// <summary>Gives a password, which goes over the pipe beside the options.</summary>
    public VerbCall WithSecret(string name, string value)
    {
        _secrets[name] = value;
        return this;
    }

    /// <summary>Gives what the verb reads where an option says <c>-</c>.</summary>
    public VerbCall WithInput(string value)
    {
        _input = value;
        return this;
    }

    /// <summary>Gives an argument.</summary>
    public VerbCall WithArgument(string value)
    {
        _arguments.Add(value);
        return this;
    }

    /// <summary>The line for azsreg.</summary>
    public string ToLine(long id, bool isInteractive)
    {
        var members = new Dictionary<string, object?>
        {
            ["type"] = "request",
            ["id"] = id,
            ["verb"] = verb,
            ["arguments"] = _arguments,
            ["options"] = _options,
            ["secrets"] = _secrets,
            ["interactive"] = isInteractive,
            ["verbose"] = true,
        };
        if (_input is not null) members["input"] = _input;
        return JsonText.Of(members);
    }
}
