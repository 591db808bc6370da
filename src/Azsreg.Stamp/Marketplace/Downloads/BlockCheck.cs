namespace Azsreg.Stamp.Marketplace.Downloads;

/// <summary>The checksum a range is asked for with, the cheapest first.</summary>
internal enum BlockCheck
{
    /// <summary><c>x-ms-range-get-content-crc64</c>.</summary>
    Crc64,

    /// <summary><c>x-ms-range-get-content-md5</c>.</summary>
    Md5,

    /// <summary>None is to be had; only the whole is checked.</summary>
    None,
}
