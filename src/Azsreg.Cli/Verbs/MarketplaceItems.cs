using System.Globalization;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator.Marketplace;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary>Marketplace items for a person, in the columns of the marketplace's own grid, and for a program.</summary>
internal static class MarketplaceItems
{
    private const string Several = "Multiple versions";
    private const int ShortestName = 16;

    /// <summary>One row an item; several versions of it share one, unless each is to be seen.</summary>
    public static void Write(CliContext context, IReadOnlyList<MarketplaceItem> items, IReadOnlySet<string> updated, bool eachVersion)
    {
        var rows = eachVersion
            ? [.. items.Select(item => Row([item], updated))]
            : items.GroupBy(item => item.Family, StringComparer.OrdinalIgnoreCase).Select(family => Row([.. family], updated)).ToList();
        // The full id is what other verbs take, so it is never cut; where it does not fit beside the rest it has a line of its own.
        if (context.Io.IsOutputTerminal && rows.Max(WidthOf) > context.Io.Width)
            WriteNarrow(context, rows);
        else
            WriteWide(context, rows);
    }

    /// <summary>An item for a program.</summary>
    public static object ToObject(MarketplaceItem item) => new
    {
        item.Id,
        Name = item.Title,
        Type = item.Properties.ProductKind,
        Publisher = item.Properties.PublisherDisplayName,
        item.Properties.PublisherIdentifier,
        item.Properties.Offer,
        item.Properties.Sku,
        item.Version,
        Bytes = item.Properties.PayloadLength,
        Compatible = item.Properties.Compatibility?.IsCompatible,
        Issues = item.Properties.Compatibility?.Issues,
        State = item.State.ToString(),
        PercentComplete = item.Percent,
        Offered = item.IsOffered,
    };

    /// <summary>Where an item is, in a word.</summary>
    public static Cell State(MarketplaceItem item, bool hasUpdate = false) => item switch
    {
        { State: ItemState.Downloaded } when hasUpdate => Cell.Wait("update"),
        { State: ItemState.Downloaded } => Cell.Good("downloaded"),
        { State: ItemState.Downloading, Percent: { } percent } => Cell.Wait(string.Create(CultureInfo.InvariantCulture, $"downloading {percent:0}%")),
        { State: ItemState.Downloading } => Cell.Wait("downloading"),
        { State: ItemState.Failed } => Cell.Bad("failed"),
        { IsCompatible: false } => Cell.Dim("not compatible"),
        _ => "",
    };

    private static ItemRow Row(List<MarketplaceItem> versions, IReadOnlySet<string> updated)
    {
        var newest = MarketplaceInventory.NewestOf(versions);
        var there = versions.Find(item => item.State is ItemState.Downloading or ItemState.Failed) ?? versions.Find(item => item.State == ItemState.Downloaded);
        return new ItemRow(
            newest.Title,
            versions.Count > 1 ? newest.Family : newest.Id,
            ItemKind.Told(newest.Properties.ProductKind),
            newest.Properties.PublisherDisplayName ?? newest.Properties.PublisherIdentifier ?? "-",
            versions.Count > 1 ? Several : newest.Version ?? "-",
            versions.Count > 1 ? $"{versions.Count} versions" : newest.Version ?? "-",
            versions.Count > 1 ? "--" : ByteSize.Whole(newest.Properties.PayloadLength),
            State(there ?? newest, there is not null && updated.Contains(there.Id)));
    }

    private static int WidthOf(ItemRow row) =>
        TextWidth.Of(row.Name) + TextWidth.Of(row.Id) + TextWidth.Of(row.Type) + TextWidth.Of(row.Publisher) + TextWidth.Of(row.Version) + TextWidth.Of(row.Size)
        + TextWidth.Of(row.State.Text) + 12;

    private static void WriteWide(CliContext context, List<ItemRow> rows)
    {
        var table = new Table("Name", "Id", "Type", "Publisher", "Version", Column.Right("Size"), "");
        foreach (var row in rows)
            table.Add(row.Name, row.Id, row.Type, row.Publisher, row.Version, row.Size, row.State);
        context.WriteTable(table);
    }

    private static void WriteNarrow(CliContext context, List<ItemRow> rows)
    {
        var (types, versions, sizes, states) = (
            rows.Max(row => row.Type.Length), rows.Max(row => row.ShortVersion.Length), rows.Max(row => row.Size.Length), rows.Max(row => row.State.Text.Length));
        var name = Math.Max(ShortestName, Math.Min(rows.Max(row => TextWidth.Of(row.Name)), context.Io.Width - types - versions - sizes - states - 9));
        var table = new Table("Name", "Type", "Version", Column.Right("Size"), "");
        foreach (var row in rows)
            table.Add(TransferLine.Cut(row.Name, name), row.Type, row.ShortVersion, row.Size, row.State);
        using var lines = new StringWriter();
        table.Write(lines, context.Style);
        var text = lines.ToString().Split(Environment.NewLine);
        context.WriteLine(text[0]);
        for (var index = 0; index < rows.Count; index++)
        {
            var (id, publisher) = (rows[index].Id, rows[index].Publisher);
            context.WriteLine(text[index + 1]);
            context.WriteLine("  " + context.Style.Dim(id.Length + publisher.Length + 4 < context.Io.Width ? $"{id}  {publisher}" : id));
        }
    }

    private sealed record ItemRow(string Name, string Id, string Type, string Publisher, string Version, string ShortVersion, string Size, Cell State);
}
