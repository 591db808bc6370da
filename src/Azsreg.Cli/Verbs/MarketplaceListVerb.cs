using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Marketplace;
using Azsreg.Operator.Registration;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg marketplace list</c>.</summary>
internal static class MarketplaceListVerb
{
    public static Verb Create()
    {
        var target = new MarketplaceTarget();
        var filter = new MarketplaceFilterOptions();
        var registration = new RegistrationTargetOptions();
        var compatible = new Option<bool>("--compatible") { Description = "only items that go with the stamp" };
        var updates = new Option<bool>("--updates") { Description = "only items on the stamp of which a newer version is offered" };
        var downloaded = new Option<bool>("--downloaded") { Description = "only items that are on the stamp, or on their way" };
        var fromAzure = new Option<bool>("--from-azure") { Description = "ask Azure's registration instead of the stamp" };
        var verb = new Verb(
            "list",
            "Lists marketplace items: what the registration offers, as the stamp lists it, and what is on the stamp. Several versions of an item are one row; with --output json each is an object.",
            "azsreg marketplace list --text WordPress",
            async (context, parsed, cancellationToken) =>
            {
                var wanted = filter.Of(parsed) with { CompatibleOnly = parsed.GetValue(compatible), DownloadedOnly = parsed.GetValue(downloaded) };
                if (parsed.GetValue(fromAzure))
                {
                    if (parsed.GetValue(updates) || wanted.DownloadedOnly)
                        throw new CataloguedException(ErrorCatalogue.InvalidOption, "--updates and --downloaded ask the stamp; Azure does not know what it has.");
                    using var operation = new OperatorContext(context.Data, context.Clock);
                    Show(context, await FromAzureAsync(operation, registration, parsed, cancellationToken), wanted, updatesOnly: false, where: "of this registration");
                    return;
                }

                await target.WithAsync(context, parsed, async (marketplace, _) =>
                {
                    var inventory = await ReadAsync(marketplace, wanted.DownloadedOnly, cancellationToken);
                    Show(context, inventory, wanted, parsed.GetValue(updates), $"on {marketplace.Stamp}");
                    if (await marketplace.FindBridgeFaultAsync(cancellationToken) is { } fault)
                        Warn(context, fault);
                });
            })
        {
            compatible, updates, downloaded, fromAzure,
        };
        target.AddTo(verb);
        filter.AddTo(verb);
        registration.AddTo(verb);
        return verb;
    }

    /// <summary>What is on a stamp is shown also where nothing is offered: it was downloaded before, or carried there.</summary>
    private static async Task<MarketplaceInventory> ReadAsync(StampMarketplace marketplace, bool downloadedOnly, CancellationToken cancellationToken)
    {
        try
        {
            return await marketplace.ReadAsync(cancellationToken);
        }
        catch (CataloguedException) when (downloadedOnly)
        {
            return await marketplace.ReadDownloadedAsync(cancellationToken);
        }
    }

    private static async Task<MarketplaceInventory> FromAzureAsync(
        OperatorContext operation, RegistrationTargetOptions target, ParseResult parsed, CancellationToken cancellationToken)
    {
        using var session = operation.OpenAzure(target.Environment(parsed), target.Subscription(parsed));
        var registration = await RegistrationReader.GetAsync(session, target.ResourceGroup(parsed), target.Name(parsed), cancellationToken);
        return MarketplaceInventory.Of(await RegistrationReader.ListProductsAsync(session, registration, cancellationToken), []);
    }

    private static void Show(CliContext context, MarketplaceInventory inventory, MarketplaceFilter wanted, bool updatesOnly, string where)
    {
        var updated = inventory.Updates.Select(update => update.Downloaded.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var found = inventory.Items.Where(item => wanted.Takes(item) && (!updatesOnly || updated.Contains(item.Id))).ToList();
        if (context.IsJson)
        {
            context.WriteJson(found.Select(MarketplaceItems.ToObject));
            return;
        }

        if (found.Count == 0)
        {
            context.WriteLine(wanted.IsEmpty && !updatesOnly ? $"No items are {where}."
                : updatesOnly && updated.Count == 0 ? $"Everything {where} is the newest version that is offered."
                : wanted == new MarketplaceFilter { DownloadedOnly = true } ? $"Nothing is {where} yet: azsreg marketplace download ITEM{context.DataArgument}"
                : $"None of {Count(inventory.Items)} fits.");
            return;
        }

        MarketplaceItems.Write(context, found, updated, eachVersion: wanted.DownloadedOnly || updatesOnly);
        context.WriteLine();
        context.WriteLine(Summary(inventory, found));
    }

    private static string Summary(MarketplaceInventory inventory, List<MarketplaceItem> found)
    {
        var parts = new List<string> { found.Count == inventory.Items.Count ? Count(found) : $"{Count(found)} of {inventory.Items.Count}" };
        if (found.Count(item => item.State == ItemState.Downloaded) is > 0 and var there)
            parts.Add($"{there} downloaded");
        if (found.Count(item => !item.IsCompatible) is > 0 and var not)
            parts.Add($"{not} not compatible with this stamp");
        return string.Join(", ", parts);
    }

    private static string Count(IReadOnlyCollection<MarketplaceItem> items)
    {
        var families = items.Select(item => item.Family).Distinct(StringComparer.OrdinalIgnoreCase).Count();
        var told = families == 1 ? "1 item" : $"{families} items";
        return families == items.Count ? told : $"{told} in {items.Count} versions";
    }

    /// <summary>The list is what Azure said before; whoever reads it should know that a download will not work.</summary>
    private static void Warn(CliContext context, ErrorEntry fault)
    {
        var lines = Paragraph.Wrap($"This is what Azure told the stamp before. Now {fault.What} ({fault.Code}). {fault.Fix}", "").ToList();
        if (context.Io.Host is { } host)
            host.Warn(string.Join(' ', lines));
        else if (context.IsJson)
            lines.ForEach(context.Io.Error.WriteLine);
        else
            lines.ForEach(line => context.WriteLine(context.Style.Wait(line)));
    }
}
