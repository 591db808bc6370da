using System.CommandLine;
using System.Globalization;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Cloud.Registrations;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg cloud agreement list|set</c>: what commerce is for real Azure.</summary>
internal static class CloudAgreementVerbs
{
    public static Command Create() => new("agreement", "The agreements of the Azure side in this data folder, by which Capacity is paid for.") { List(), Set() };

    private static Verb List() => CloudOwner.Verb("list", "Lists them: number, cores, and when they end.", "azsreg cloud agreement list", async (context, _, book, cancellationToken) =>
    {
        var all = await book.Agreements.ListAsync(cancellationToken: cancellationToken);
        if (context.IsJson)
        {
            context.WriteJson(all);
            return;
        }

        var table = new Table("Number", "Cores", "Ends (UTC)", "Subscription");
        var now = context.Clock.GetUtcNow();
        foreach (var one in all)
        {
            var ends = one.EndsAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
            table.Add(one.Number, one.Cores?.ToString(CultureInfo.InvariantCulture) ?? "no bound", one.EndsAt <= now ? Cell.Bad(ends) : ends, one.SubscriptionId);
        }

        context.WriteTable(table);
    });

    private static Verb Set()
    {
        var number = new Argument<string>("NUMBER") { Description = "its number; leading zeros count" };
        var subscription = new Option<string>("--subscription") { Description = "the id of the subscription it was bought for", HelpName = "ID", Required = true };
        var cores = new Option<int?>("--cores") { Description = "how many physical cores it covers; no bound where left out", HelpName = "N" };
        var ends = new Option<string>("--ends") { Description = "when it ends, in UTC: 2027-11-22 or 2027-11-22T12:00:00Z", HelpName = "TIME", Required = true };
        return CloudOwner.Verb(
            "set",
            "Enters an agreement, or changes its cores and its end. What is registered by it keeps its end until it is renewed.",
            "azsreg cloud agreement set 00012345 --subscription 8f2a0000-0000-4000-8000-000000000a91 --cores 640 --ends 2027-11-22",
            async (context, parsed, book, cancellationToken) =>
            {
                var agreement = new CapacityAgreement(
                    SubscriptionOf(parsed.GetRequiredValue(subscription)), NumberOf(parsed.GetRequiredValue(number)), CoresOf(parsed.GetValue(cores)),
                    TimeOf(parsed.GetRequiredValue(ends)));
                await book.Agreements.PutAsync(agreement, cancellationToken);
                if (context.IsJson)
                    context.WriteJson(agreement);
                else
                    context.WriteLine($"The agreement {agreement.Number} ends on {agreement.EndsAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC.");
            },
            number, subscription, cores, ends);
    }

    private static string SubscriptionOf(string text) => Guid.TryParse(text, out var id)
        ? id.ToString()
        : throw new CataloguedException(ErrorCatalogue.InvalidOption, $"--subscription '{text}' is no subscription id.");

    private static string NumberOf(string text)
    {
        var problems = BillingRules.Check(new BillingRequest(BillingModel.Capacity, AgreementNumber: text));
        return problems.Count == 0 ? text : throw new CataloguedException(ErrorCatalogue.InvalidOption, problems[0].Message);
    }

    private static int? CoresOf(int? cores) => cores is null or >= 1
        ? cores
        : throw new CataloguedException(ErrorCatalogue.InvalidOption, $"--cores is 1 or more, not {cores}.");

    private static DateTimeOffset TimeOf(string text) =>
        DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"], CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new CataloguedException(ErrorCatalogue.InvalidOption, $"--ends '{text}' is no time such as 2027-11-22 or 2027-11-22T12:00:00Z.");
}
