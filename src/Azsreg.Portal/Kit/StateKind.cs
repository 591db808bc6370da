namespace Azsreg.Portal.Kit;

/// <summary>How something is, which is its dot's colour.</summary>
public enum StateKind
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Something goes on.</summary>
    Working,

    /// <summary>Somebody should look.</summary>
    Warning,

    /// <summary>Somebody must do something.</summary>
    Bad,

    /// <summary>Not in use.</summary>
    Off,
}
