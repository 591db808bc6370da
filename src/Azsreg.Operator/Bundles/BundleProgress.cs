namespace Azsreg.Operator.Bundles;

/// <summary>How far an export, a verification or an import is.</summary>
/// <param name="ItemsDone">Items or files that have ended, well or not.</param>
/// <param name="ItemsTotal">Of how many.</param>
/// <param name="BytesDone">Bytes read, fetched or sent.</param>
/// <param name="BytesTotal">Of how many; 0 where it is not known yet.</param>
/// <param name="Item">What ended last; empty before anything has.</param>
public sealed record BundleProgress(int ItemsDone, int ItemsTotal, long BytesDone, long BytesTotal, string Item);
