using Azsreg.Protocol;
using Azsreg.Stamp.Access;

namespace Azsreg.Stamp.Marketplace;

/// <summary>A long-running operation on an item, as it is kept.</summary>
/// <param name="Id">In the polling URL.</param>
/// <param name="Product">The item's name, in lower case.</param>
/// <param name="Kind">What is done.</param>
/// <param name="Status">How far it is.</param>
/// <param name="Caller">Who asked for it.</param>
/// <param name="Needs">The items that must be there before this one is listed.</param>
/// <param name="StartedAt">When it was accepted.</param>
/// <param name="EndedAt">When it ended; null while it runs.</param>
/// <param name="BytesDone">Verified bytes on the stamp, as of its end.</param>
/// <param name="BytesTotal">Bytes of all its files; 0 while unknown.</param>
/// <param name="Error">Why it failed.</param>
internal sealed record MarketplaceOperation(
    string Id,
    string Product,
    MarketplaceOperationKind Kind,
    MarketplaceOperationStatus Status,
    StampCaller Caller,
    IReadOnlyList<string> Needs,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt = null,
    long BytesDone = 0,
    long BytesTotal = 0,
    ArmError? Error = null);
