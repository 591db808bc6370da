namespace Azsreg.Protocol;

/// <summary>How a stamp is paid for. The names are those of <c>Set-AzsRegistration -BillingModel</c>.</summary>
public enum BillingModel
{
    /// <summary>By metered usage, reported to Azure commerce; registering is an obligation.</summary>
    PayAsYouUse,

    /// <summary>By a yearly agreement per physical core; nothing is reported.</summary>
    Capacity,

    /// <summary>For test and proof of concept; reported, never charged.</summary>
    Development,

    /// <summary>By an agreement of its own, told by an asset tag.</summary>
    Custom,

    /// <summary>By time, for ruggedized appliances.</summary>
    Ruggedized,
}
