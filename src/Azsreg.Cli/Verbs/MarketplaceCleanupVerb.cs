using System.CommandLine;
using Azsreg.AzureClient;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg marketplace cleanup</c>.</summary>
internal static class MarketplaceCleanupVerb
{
    public static Verb Create()
    {
        var target = new MarketplaceTarget();
        var dryRun = new Option<bool>("--dry-run") { Description = "say what would go, and delete nothing" };
        var confirmation = new Confirmation();
        var verb = new Verb("cleanup", "Deletes old versions of items of which the stamp has a newer one. Content another item uses stays.", "azsreg marketplace cleanup --dry-run", (context, parsed, cancellationToken) =>
            target.WithAsync(context, parsed, async (marketplace, _) =>
            {
                var found = await marketplace.CleanUpAsync(dryRun: true, cancellationToken);
                if (!context.IsJson)
                    Write(context, marketplace.Stamp, found);
                var go = !parsed.GetValue(dryRun) && found.Value.Count > 0
                    && confirmation.Ask(context, parsed, $"Delete {found.Value.Count} old {(found.Value.Count == 1 ? "version" : "versions")} from {marketplace.Stamp}?");
                var done = go ? await marketplace.CleanUpAsync(dryRun: false, cancellationToken) : found;
                if (context.IsJson)
                    context.WriteJson(new { Stamp = marketplace.Stamp, Items = done.Value, done.Bytes, Changed = go });
                else if (go)
                    context.WriteLine(context.Style.Good($"{ByteSize.Exact(done.Bytes)} are free again on {marketplace.Stamp}."));
                else if (found.Value.Count > 0)
                    context.WriteLine("Nothing was changed.");
            }))
        {
            dryRun,
        };
        target.AddTo(verb);
        confirmation.AddTo(verb);
        return verb;
    }

    private static void Write(CliContext context, string stamp, ProductCleanUp found)
    {
        if (found.Value.Count == 0)
        {
            context.WriteLine($"{stamp} has no old versions.");
            return;
        }

        context.WriteLine($"Old versions on {stamp}");
        foreach (var item in found.Value)
            context.WriteLine($"  {context.Style.Bad("-")} {item.DisplayName ?? item.Id} {item.Version}{(item.Bytes is { } bytes ? $", {ByteSize.Exact(bytes)}" : "")}, as {item.NewestVersion ?? "a newer one"} is there");
        context.WriteLine($"  {ByteSize.Exact(found.Bytes)} would be free; what other items use as well stays.");
        context.WriteLine();
    }
}
