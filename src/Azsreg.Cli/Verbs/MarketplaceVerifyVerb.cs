using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator.Bundles;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg marketplace verify</c>: looks at a carried bundle, with nothing but its folder.</summary>
internal static class MarketplaceVerifyVerb
{
    public static Verb Create()
    {
        var folder = new Option<string>("--repository") { Description = "the bundle's folder", HelpName = "DIR", Required = true };
        var signer = new BundleSignerOption("believe this signer, this time only");
        var verb = new Verb("verify", "Reads every byte of a bundle and names everything that is wrong. Asks neither Azure nor a stamp.", "azsreg marketplace verify --repository /media/stick/bundle", async (context, parsed, cancellationToken) =>
        {
            var report = await RunAsync(context, parsed.GetRequiredValue(folder), signer.Fingerprint(parsed), cancellationToken);
            var failure = report.ToFailure();
            BundleResult.End(
                context,
                new
                {
                    report.Folder,
                    Whole = failure is null,
                    Bundle = BundleView.ToObject(report.Bundle, report.SignerName),
                    report.BytesWhole,
                    report.HasUnfinishedExport,
                    Problems = report.Problems.Select(problem => new { problem.Entry.Code, problem.Entry.What, problem.Subject, problem.Detail }),
                    Error = BundleResult.ToObject(failure),
                },
                () => Show(context, report),
                failure);
        })
        {
            folder,
        };
        signer.AddTo(verb);
        return verb;
    }

    private static async Task<BundleReport> RunAsync(CliContext context, string folder, string? trusted, CancellationToken cancellationToken)
    {
        using var step = new BundleStep(context, "reading the bundle", "files");
        var report = await new BundleVerification(new BundleSigners(context.Data, context.Clock)).RunAsync(folder, trusted, step, cancellationToken);
        if (report.Problems.Count == 0) step.Succeed($"{ByteSize.Exact(report.BytesWhole)} are whole");
        else step.Fail(Count(report));
        return report;
    }

    private static void Show(CliContext context, BundleReport report)
    {
        context.WriteLine();
        context.WriteBlock(BundleView.ToBlock(report.Folder, report.Bundle, report.SignerName));
        context.WriteLine();
        if (report.HasUnfinishedExport) context.WriteLine(context.Style.Wait("An export into this folder has not ended; what it left is no part of the bundle."));
        context.WriteLine(report.Problems.Count == 0
            ? context.Style.Good("The bundle is whole.")
            : context.Style.Bad($"The bundle must not be used: {Count(report)}."));
    }

    private static string Count(BundleReport report) => report.Problems.Count == 1 ? "1 problem" : $"{report.Problems.Count} problems";
}
