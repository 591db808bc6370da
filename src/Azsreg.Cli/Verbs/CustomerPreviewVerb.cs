using System.CommandLine;
using System.Globalization;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Usage;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg customer preview</c>.</summary>
internal static class CustomerPreviewVerb
{
    public static Verb Create()
    {
        var (target, options) = (new RegistrationTargetOptions(), new UsageOptions());
        var verb = new Verb(
            "preview",
            "Shows who will be billed for what: every tenant's subscription on the stamp with the Azure subscription that pays. Tenants that are not mapped are named.",
            "azsreg customer preview",
            async (context, parsed, cancellationToken) =>
            {
                using var operation = new OperatorContext(context.Data, context.Clock);
                using var session = operation.OpenAzure(target.Environment(parsed), target.Subscription(parsed));
                using var stamp = StampUsageSide.Open(operation, options.Stamp(operation, parsed));
                var rows = await (await CustomerVerbs.OpenAsync(session, target, parsed, cancellationToken)).PreviewAsync(stamp, options.Used(context, parsed), cancellationToken);
                Show(context, rows);
            });
        options.AddStampTo(verb);
        options.AddDaysTo(verb);
        target.AddTo(verb);
        return verb;
    }

    private static void Show(CliContext context, IReadOnlyList<BillingPreviewRow> rows)
    {
        var unmapped = rows.Where(row => !row.IsMapped).Select(row => row.TenantId ?? "unknown").Distinct().ToList();
        if (context.IsJson)
        {
            context.WriteJson(new { Rows = rows, UnmappedTenants = unmapped });
            return;
        }

        if (rows.Count == 0)
        {
            context.WriteLine("No usage of any tenant was reported on this stamp yet.");
            return;
        }

        var table = new Table("Subscription", "Tenant", "Billed to", Column.Right("Records"), "");
        foreach (var row in rows)
        {
            table.Add(
                row.Name, row.TenantId is { } tenant ? RegistrationIds.Shorten(tenant) : Cell.Dim("unknown"), RegistrationIds.Shorten(row.BilledTo),
                row.Records.ToString(CultureInfo.InvariantCulture), row.IsMapped ? Cell.Good("mapped") : row.IsDeleted ? Cell.Dim("deleted") : Cell.Wait("not mapped"));
        }

        context.WriteTable(table);
        if (unmapped.Count == 0)
            return;
        context.WriteLine();
        context.WriteLine("Not mapped, so the registration's own subscription pays:");
        foreach (var tenant in unmapped)
            context.WriteLine($"  tenant {tenant}");
        context.WriteLine("To have a customer pay:  azsreg customer add SUBSCRIPTION --tenant TENANT");
    }
}
