using System.CommandLine;
using System.Globalization;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Registration;
using Azsreg.Operator.Status;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg marketplace list</c>.</summary>
internal static class MarketplaceVerbs
{
    public static Command Create() => new("marketplace", "The marketplace items a registered stamp may have.") { List() };

    private static Verb List()
    {
        var stamp = new Option<string?>("--stamp") { Description = "the stamp; the one in use where left out", HelpName = "NAME" };
        var target = new RegistrationTargetOptions();
        var fromAzure = new Option<bool>("--from-azure") { Description = "ask Azure's registration instead of the stamp" };
        var text = new Option<string?>("--text") { Description = "only items whose name, title, publisher or offer holds this", HelpName = "TEXT" };
        var kind = new Option<string?>("--kind") { Description = "only items of this kind, such as virtualMachine", HelpName = "KIND" };
        var publisher = new Option<string?>("--publisher") { Description = "only items of this publisher", HelpName = "NAME" };
        var verb = new Verb("list", "Lists marketplace items, as the stamp lists them through its activation.", "azsreg marketplace list --text WordPress", async (context, parsed, cancellationToken) =>
        {
            using var operation = new OperatorContext(context.Data, context.Clock);
            IReadOnlyList<Product> all;
            if (parsed.GetValue(fromAzure))
            {
                using var session = operation.OpenAzure(target.Environment(parsed), target.Subscription(parsed));
                var registration = await RegistrationReader.GetAsync(session, target.ResourceGroup(parsed), target.Name(parsed), cancellationToken);
                all = await RegistrationReader.ListProductsAsync(session, registration, cancellationToken);
            }
            else
            {
                all = await new StampConsole(operation).ListProductsAsync(operation.Stamps.Get(parsed.GetValue(stamp)), cancellationToken);
            }

            var found = all
                .Where(one => Matches(one, parsed.GetValue(text), parsed.GetValue(kind), parsed.GetValue(publisher)))
                .OrderBy(one => one.Properties.DisplayName, StringComparer.OrdinalIgnoreCase)
                .ThenBy(one => one.Properties.Details?.Version, StringComparer.OrdinalIgnoreCase)
                .ToList();
            Show(context, found, all.Count);
        })
        {
            stamp, fromAzure, text, kind, publisher,
        };
        target.AddTo(verb);
        return verb;
    }

    private static void Show(CliContext context, List<Product> found, int all)
    {
        if (context.IsJson)
        {
            context.WriteJson(found.Select(one => new
            {
                one.Name,
                Title = one.Properties.DisplayName,
                Kind = one.Properties.ProductKind,
                Publisher = one.Properties.PublisherDisplayName,
                one.Properties.PublisherIdentifier,
                one.Properties.Offer,
                one.Properties.Sku,
                one.Properties.Details?.Version,
                Bytes = one.Properties.PayloadLength,
                Compatible = one.Properties.Compatibility?.IsCompatible,
                Issues = one.Properties.Compatibility?.Issues,
            }));
            return;
        }

        if (found.Count == 0)
        {
            context.WriteLine(all == 0 ? "No items are listed." : $"None of {all} items fits.");
            return;
        }

        var table = new Table("Title", "Publisher", "Kind", Column.Right("Version"), Column.Right("Size"), "");
        foreach (var one in found.Select(product => product.Properties))
        {
            table.Add(
                one.DisplayName, one.PublisherDisplayName, one.ProductKind, one.Details?.Version ?? one.OfferVersion, Size(one.PayloadLength),
                one.Compatibility is { IsCompatible: false } ? Cell.Wait("not compatible") : "");
        }

        context.WriteTable(table);
        var incompatible = found.Count(one => one.Properties.Compatibility is { IsCompatible: false });
        context.WriteLine();
        context.WriteLine($"{found.Count} items{(found.Count == all ? "" : $" of {all}")}{(incompatible == 0 ? "" : $", {incompatible} not compatible with this stamp")}");
    }

    private static bool Matches(Product product, string? text, string? kind, string? publisher)
    {
        var one = product.Properties;
        return (text is null || Holds(text, product.Name, one.DisplayName, one.PublisherDisplayName, one.PublisherIdentifier, one.Offer, one.Sku, one.GalleryItemIdentity))
            && (kind is null || string.Equals(one.ProductKind, kind, StringComparison.OrdinalIgnoreCase))
            && (publisher is null || Holds(publisher, one.PublisherDisplayName, one.PublisherIdentifier));
    }

    private static bool Holds(string text, params ReadOnlySpan<string?> fields)
    {
        foreach (var field in fields)
        {
            if (field?.Contains(text, StringComparison.OrdinalIgnoreCase) == true) return true;
        }

        return false;
    }

    private static string Size(long? bytes) => bytes switch
    {
        null => "-",
        >= 1L << 30 => (bytes.Value / (double)(1L << 30)).ToString("0.0", CultureInfo.InvariantCulture) + " GiB",
        >= 1L << 20 => (bytes.Value / (double)(1L << 20)).ToString("0.0", CultureInfo.InvariantCulture) + " MiB",
        _ => Math.Ceiling(bytes.Value / 1024d).ToString("0", CultureInfo.InvariantCulture) + " KiB",
    };
}
