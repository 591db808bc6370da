using System.Globalization;

namespace Azsreg.Cloud.Marketplace;

/// <summary>A product that is no longer listed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="RetiredAt">Since when.</param>
/// <param name="Listed">The names of the versions that are, from the oldest.</param>
internal sealed record RetiredProduct(string Name, DateTimeOffset RetiredAt, IReadOnlyList<string> Listed)
{
    /// <summary>That, in a sentence or two.</summary>
    public string Describe() => string.Create(CultureInfo.InvariantCulture, $"The product '{Name}' was retired on {RetiredAt.UtcDateTime:yyyy-MM-dd} and is no longer listed for download. ")
        + (Listed.Count == 0 ? "No version of it is." : $"Listed now: {string.Join(", ", Listed.TakeLast(5).Reverse())}.");
}
