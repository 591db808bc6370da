using System.Security.Cryptography;
using System.Text;
using Azsreg.Operator.Documents;

namespace Azsreg.Operator.Marketplace;

/// <summary>Which legal terms were accepted from this data folder, by whom and when.</summary>
public sealed class LegalTerms
{
    private readonly OperatorDocument<AcceptedTermsDocument> _document;
    private readonly TimeProvider _clock;

    /// <summary>Opens the list of a data folder.</summary>
    public LegalTerms(OperatorContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _clock = context.Clock;
        _document = new(
            Path.Combine(context.Folder.Operator, "marketplace-terms.json"), OperatorJson.Default.AcceptedTermsDocument, AcceptedTermsDocument.Empty, context.Clock);
    }

    /// <summary>Everything that was accepted.</summary>
    public IReadOnlyList<AcceptedTerms> Read() => _document.Read().Accepted;

    /// <summary>Those of some items that have terms nobody has accepted yet.</summary>
    public IReadOnlyList<MarketplaceItem> FindOpen(IEnumerable<MarketplaceItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        var accepted = Read().Select(KeyOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. items.Where(item => HashOf(item) is { } hash && !accepted.Contains(KeyOf(item.Family, hash))).DistinctBy(item => item.Family, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Keeps that the terms of some items were accepted.</summary>
    /// <param name="items">The items.</param>
    /// <param name="account">By whom.</param>
    /// <param name="cancellationToken">Ends the waiting for another command that writes.</param>
    public Task AcceptAsync(IReadOnlyList<MarketplaceItem> items, string account, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(items);
        var now = _clock.GetUtcNow();
        var added = items.Select(item => HashOf(item) is { } hash ? new AcceptedTerms(item.Family, hash, account, now) : null).OfType<AcceptedTerms>().ToList();
        return _document.UpdateAsync(document => new([.. document.Accepted, .. added]), cancellationToken);
    }

    private static string? HashOf(MarketplaceItem item) => item.Properties.LegalTerms is { Length: > 0 } terms
        ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(terms)))
        : null;

    private static string KeyOf(AcceptedTerms one) => KeyOf(one.Item, one.TermsSha256);

    private static string KeyOf(string family, string hash) => $"{family} {hash}";
}
