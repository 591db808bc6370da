namespace Azsreg.Portal.Work;

/// <summary>Something to be run.</summary>
public sealed record WorkOrder
{
    /// <summary>The sort of run: lower case with hyphens, as the workflow's own name.</summary>
    public required string Kind { get; init; }

    /// <summary>What a person calls it: <c>Register AzS-ERCS01</c>.</summary>
    public required string Title { get; init; }

    /// <summary>What it works on; of the runs that name the same only one goes on at a time. Null for one that is in nobody's way.</summary>
    public string? Alone { get; init; }

    /// <summary>The object id of who started it.</summary>
    public required string PersonId { get; init; }

    /// <summary>Their name.</summary>
    public required string Person { get; init; }

    /// <summary>The page it is run again from.</summary>
    public string? Again { get; init; }
}
