namespace Azsreg.Remoting.Server;

/// <summary>The common parameters every command accepts; those that name variables of a language that is not there have no effect.</summary>
internal sealed record CommonArguments
{
    public static IReadOnlyList<ConstrainedParameter> Parameters { get; } =
    [
        ConstrainedParameter.Switch("Verbose") with { Aliases = ["vb"] },
        ConstrainedParameter.Switch("Debug") with { Aliases = ["db"] },
        new("ErrorAction", typeof(ActionPreference)) { Aliases = ["ea"] },
        new("WarningAction", typeof(ActionPreference)) { Aliases = ["wa"] },
        new("InformationAction", typeof(ActionPreference)) { Aliases = ["infa"] },
        new("ProgressAction", typeof(ActionPreference)) { Aliases = ["proga"] },
        new("ErrorVariable", typeof(string)) { Aliases = ["ev"] },
        new("WarningVariable", typeof(string)) { Aliases = ["wv"] },
        new("InformationVariable", typeof(string)) { Aliases = ["iv"] },
        new("OutVariable", typeof(string)) { Aliases = ["ov"] },
        new("OutBuffer", typeof(int)) { Aliases = ["ob"] },
        new("PipelineVariable", typeof(string)) { Aliases = ["pv"] },
    ];

    public bool Verbose { get; init; }

    public bool Debug { get; init; }

    public ActionPreference ErrorAction { get; init; } = ActionPreference.Continue;

    public ActionPreference WarningAction { get; init; } = ActionPreference.Continue;

    public ActionPreference InformationAction { get; init; } = ActionPreference.Continue;

    public ActionPreference ProgressAction { get; init; } = ActionPreference.Continue;

    public static CommonArguments From(IReadOnlyDictionary<string, object?> bound) => new()
    {
        Verbose = bound.GetValueOrDefault("Verbose") is true,
        Debug = bound.GetValueOrDefault("Debug") is true,
        ErrorAction = bound.GetValueOrDefault("ErrorAction") as ActionPreference? ?? ActionPreference.Continue,
        WarningAction = bound.GetValueOrDefault("WarningAction") as ActionPreference? ?? ActionPreference.Continue,
        InformationAction = bound.GetValueOrDefault("InformationAction") as ActionPreference? ?? ActionPreference.Continue,
        ProgressAction = bound.GetValueOrDefault("ProgressAction") as ActionPreference? ?? ActionPreference.Continue,
    };
}
