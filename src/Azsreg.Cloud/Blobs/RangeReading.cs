namespace Azsreg.Cloud.Blobs;

/// <summary>What a <c>Range</c> header asks for.</summary>
internal enum RangeReading
{
    /// <summary>All of it: there is no header, or none that is understood.</summary>
    Whole,

    /// <summary>A part: 206.</summary>
    Part,

    /// <summary>A part that the blob has not: 416.</summary>
    NotSatisfiable,
}
