namespace Azsreg.Stamp.Marketplace.Downloads;

/// <summary>What kept a blob, or a range of it, from being had; decides what is tried next.</summary>
internal enum BlobFault
{
    /// <summary>The link is refused: it expired, or its signature is not the service's (403).</summary>
    LinkRefused,

    /// <summary>There is no such blob (404).</summary>
    Gone,

    /// <summary>The blob is another one than when it was first looked at (412, 416).</summary>
    Changed,

    /// <summary>The service asks to come back later (429, 503).</summary>
    Busy,

    /// <summary>The connection broke, stalled or was never made; or the service failed (408, 5xx).</summary>
    Broken,

    /// <summary>The bytes do not have the checksum that came with them.</summary>
    Damaged,

    /// <summary>The service does not give the checksum that was asked for.</summary>
    NoSuchCheck,

    /// <summary>An answer that trying again does not change.</summary>
    Refused,
}
