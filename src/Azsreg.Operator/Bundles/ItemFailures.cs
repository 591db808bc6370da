using Azsreg.Protocol;

namespace Azsreg.Operator.Bundles;

/// <summary>Several items' failures told as one.</summary>
internal static class ItemFailures
{
    private const int Shown = 20;

    public static CataloguedException? Of(IReadOnlyList<ItemResult> items, ErrorEntry entry, string done)
    {
        var failed = items.Where(item => item.Failure is not null).ToList();
        if (failed.Count == 0) return null;
        var lines = failed.Take(Shown).Select(item => $"{item.Name}: {item.Failure!.Entry.Code} {item.Failure.Detail}");
        if (failed.Count > Shown) lines = lines.Append($"and {failed.Count - Shown} more");
        return new CataloguedException(entry, $"{failed.Count} of {items.Count} items were not {done}.\n{string.Join('\n', lines)}", inner: failed[0].Failure);
    }
}
