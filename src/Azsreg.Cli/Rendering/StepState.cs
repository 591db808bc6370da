namespace Azsreg.Cli.Rendering;

/// <summary>Where a step is.</summary>
internal enum StepState
{
    /// <summary>It began, or says more of what it does.</summary>
    Running,

    /// <summary>It did what it should.</summary>
    Done,

    /// <summary>There was nothing to do.</summary>
    InPlace,

    /// <summary>It failed or was interrupted.</summary>
    Failed,
}
