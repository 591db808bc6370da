namespace Azsreg.Stamp.PrivilegedEndpoint;

/// <summary>One run of an action on the stamp, as <c>Get-ActionStatus</c> tells it.</summary>
internal sealed record ActionPlan(
    Guid Id,
    string FunctionName,
    string ActionType,
    string RequestedBy,
    ActionPlanStatus Status,
    string Step,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    string? ErrorId,
    string? ErrorMessage);
