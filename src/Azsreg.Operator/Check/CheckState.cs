namespace Azsreg.Operator.Check;

/// <summary>How a check came out, from good to bad.</summary>
public enum CheckState
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It could not be tried; the row says why.</summary>
    NotChecked,

    /// <summary>Registering works, but something should be looked at.</summary>
    Warning,

    /// <summary>Registering would fail.</summary>
    Failed,
}
