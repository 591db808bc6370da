namespace Azsreg.PowerShell.Objects;

/// <summary>What a cmdlet would change: a line of its plan.</summary>
public sealed class AzsPlannedChange
{
    internal AzsPlannedChange(string kind, string subject, string? old, string? @new)
    {
        Kind = kind;
        Subject = subject;
        Old = old;
        New = @new;
    }

    /// <summary><c>Add</c>, <c>Change</c>, <c>Remove</c>, or <c>Same</c> for what is there already.</summary>
    public string Kind { get; }

    /// <summary>What it is about.</summary>
    public string Subject { get; }

    /// <summary>What it is now.</summary>
    public string? Old { get; }

    /// <summary>What it would be.</summary>
    public string? New { get; }
}
