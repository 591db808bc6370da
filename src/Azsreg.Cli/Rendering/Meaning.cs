namespace Azsreg.Cli.Rendering;

/// <summary>What a colour says. There is no colour for looks.</summary>
internal enum Meaning
{
    None,

    /// <summary>Done, active, in order.</summary>
    Good,

    /// <summary>Under way, or to be looked at.</summary>
    Wait,

    /// <summary>Failed or missing.</summary>
    Bad,

    /// <summary>Detail.</summary>
    Dim,
}
