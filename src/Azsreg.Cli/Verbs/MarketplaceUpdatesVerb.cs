using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg marketplace updates</c>.</summary>
internal static class MarketplaceUpdatesVerb
{
    public static Verb Create()
    {
        var target = new MarketplaceTarget();
        var verb = new Verb("updates", "Lists items on the stamp of which a newer version is offered. Items do not update by themselves.", "azsreg marketplace updates", (context, parsed, cancellationToken) =>
            target.WithAsync(context, parsed, async (marketplace, _) =>
            {
                var updates = (await marketplace.ReadAsync(cancellationToken)).Updates;
                if (context.IsJson)
                {
                    context.WriteJson(updates.Select(update => new
                    {
                        update.Newer.Id,
                        Name = update.Newer.Title,
                        Type = update.Newer.Properties.ProductKind,
                        DownloadedId = update.Downloaded.Id,
                        DownloadedVersion = update.Downloaded.Version,
                        update.Newer.Version,
                        Bytes = update.Newer.Properties.PayloadLength,
                    }));
                    return;
                }

                if (updates.Count == 0)
                {
                    context.WriteLine($"Everything on {marketplace.Stamp} is the newest version that is offered.");
                    return;
                }

                var table = new Table("Name", "Downloaded", "Newer", Column.Right("Size"));
                foreach (var update in updates)
                    table.Add(TransferLine.Cut(update.Newer.Title, 34), update.Downloaded.Version ?? "-", Cell.Wait(update.Newer.Version ?? "-"), ByteSize.Whole(update.Newer.Properties.PayloadLength));
                context.WriteTable(table);
                context.WriteLine();
                context.WriteLine("Take them all:");
                context.WriteLine($"  azsreg marketplace download --updates{target.Arguments(context, parsed)}");
            }));
        target.AddTo(verb);
        return verb;
    }
}
