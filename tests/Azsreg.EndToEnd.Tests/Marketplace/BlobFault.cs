namespace Azsreg.EndToEnd.Tests.Marketplace;

/// <summary>What goes wrong with a request to Azure's blobs.</summary>
internal enum BlobFault
{
    /// <summary>The line is cut before an answer.</summary>
    CutAtOnce,

    /// <summary>The line is cut in the middle of the body.</summary>
    CutWithin,

    /// <summary>429 with <c>Retry-After</c>.</summary>
    TooManyRequests,

    /// <summary>503 ServerBusy with <c>Retry-After</c>.</summary>
    ServerBusy,

    /// <summary>403 AuthenticationFailed: the link's time is over.</summary>
    LinkExpired,

    /// <summary>One bit of the body is another one; its checksum and length are as they were.</summary>
    Damaged,

    /// <summary>The body comes in small pieces with pauses.</summary>
    Slow,

    /// <summary>The server fails.</summary>
    InternalError,
}
