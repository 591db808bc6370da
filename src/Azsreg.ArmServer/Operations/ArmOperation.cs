using Azsreg.Protocol;

namespace Azsreg.ArmServer;

/// <summary>A long-running operation as it is stored.</summary>
/// <param name="Id">Its id, in the polling URL.</param>
/// <param name="SubscriptionId">Where it may be polled.</param>
/// <param name="Kind">Which <see cref="IArmOperationHandler"/> runs it.</param>
/// <param name="Input">What the handler works on, in its own words.</param>
/// <param name="Status">How far it is.</param>
/// <param name="StartedAt">When it was accepted, UTC.</param>
/// <param name="EndedAt">When it ended, UTC; null while it runs.</param>
/// <param name="ResultStatus">The HTTP status the synchronous call would have had; set when it succeeded.</param>
/// <param name="ResultBody">The JSON the synchronous call would have returned, if any.</param>
/// <param name="Error">Why it failed; set when it did.</param>
public sealed record ArmOperation(
    string Id,
    string SubscriptionId,
    string Kind,
    string Input,
    ArmOperationStatus Status,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    int? ResultStatus,
    string? ResultBody,
    ArmError? Error);
