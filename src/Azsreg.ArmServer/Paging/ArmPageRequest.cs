namespace Azsreg.ArmServer;

/// <summary>Which page of a list is asked for. Read <see cref="Take"/> rows in key order after <see cref="After"/>, never by offset.</summary>
/// <param name="Top">How many rows the answer may hold.</param>
/// <param name="After">The key of the last row before this page; null on the first page.</param>
public readonly record struct ArmPageRequest(int Top, string? After)
{
    /// <summary>How many rows to read: one more than the page holds tells whether another page follows.</summary>
    public int Take => Top + 1;
}
