namespace Azsreg.PowerShell.Objects;

/// <summary>What one check of a registration's needs saw.</summary>
public sealed class AzsRegistrationCheck
{
    internal AzsRegistrationCheck(string name, string state, string seen, string? fix, string? code)
    {
        Name = name;
        State = state;
        Seen = seen;
        Fix = fix;
        Code = code;
    }

    /// <summary>What was looked at.</summary>
    public string Name { get; }

    /// <summary><c>Ok</c>, <c>Warning</c>, <c>Failed</c> or <c>NotChecked</c>.</summary>
    public string State { get; }

    /// <summary>What was seen, or why it could not be looked at.</summary>
    public string Seen { get; }

    /// <summary>What to do about it.</summary>
    public string? Fix { get; }

    /// <summary>The code of a failure; <c>azsreg explain</c> says more.</summary>
    public string? Code { get; }
}
