namespace Azsreg.Operator.Bundles;

/// <summary>How it ended with an item.</summary>
public enum ItemOutcome
{
    /// <summary>It was brought over.</summary>
    Done,

    /// <summary>It was there already.</summary>
    InPlace,

    /// <summary>It failed; the others went on.</summary>
    Failed,

    /// <summary>It was not tried, since an item it needs failed.</summary>
    Left,
}
