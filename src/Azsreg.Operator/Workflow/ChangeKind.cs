namespace Azsreg.Operator.Workflow;

/// <summary>What a plan line says about one thing.</summary>
public enum ChangeKind
{
    /// <summary>It is there already and stays as it is (<c>=</c>).</summary>
    Same,

    /// <summary>It would be made (<c>+</c>).</summary>
    Add,

    /// <summary>It is there and would become something else (<c>~</c>).</summary>
    Change,

    /// <summary>It is there and would be gone (<c>-</c>).</summary>
    Remove,
}
