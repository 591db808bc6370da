using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Registration;
using Azsreg.Operator.Workflow;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg registration rotate-certificate</c>.</summary>
internal static class RegistrationRotateCertificateVerb
{
    public static Verb Create()
    {
        var stamp = new StampOptions();
        var target = new RegistrationTargetOptions();
        var plan = new Option<bool>("--plan") { Description = "say what would change, and change nothing" };
        var confirmation = new Confirmation();
        var verb = new Verb(
            "rotate-certificate",
            "Has the stamp replace the certificate its bridge signs in with. Registration, activation and downloads stay. Stamps of this system only.",
            "azsreg registration rotate-certificate --stamp AzS-ERCS01",
            async (context, parsed, cancellationToken) =>
            {
                using var operation = new OperatorContext(context.Data, context.Clock);
                var addresses = stamp.Addresses(operation, parsed);
                using var sides = RegistrationSides.Open(
                    operation, target.Environment(parsed), target.Subscription(parsed), addresses, stamp.Credential(context, parsed, addresses));
                var renewal = new BridgeCertificateRenewal(context.Data, context.Clock, Random.Shared);
                CertificateOutcome outcome;
                if (parsed.GetValue(plan))
                {
                    outcome = await renewal.PlanAsync(sides.Azure, sides.Stamp, _ => { }, cancellationToken);
                }
                else
                {
                    using var progress = new RegistrationProgress(context);
                    outcome = await renewal.RunAsync(
                        sides.Azure, sides.Stamp,
                        (found, _) => Task.FromResult(progress.Pausing(() => Confirm(context, parsed, confirmation, sides, found))),
                        progress.Observe, cancellationToken);
                }

                Show(context, outcome);
            })
        {
            plan,
        };
        stamp.AddTo(verb);
        target.AddTo(verb);
        confirmation.AddTo(verb);
        return verb;
    }

    /// <summary>A pipeline has said what it wants by the verb; nothing is lost by it.</summary>
    private static bool Confirm(CliContext context, ParseResult parsed, Confirmation confirmation, RegistrationSides sides, WorkflowPlan plan)
    {
        if (!context.Io.IsInteractive) return true;
        RegistrationPlanText.WriteBeforeQuestion(context, plan);
        return confirmation.Ask(context, parsed, $"Replace the bridge certificate of {sides.Stamp.Name}?");
    }

    private static void Show(CliContext context, CertificateOutcome outcome)
    {
        if (context.IsJson)
        {
            context.WriteJson(new
            {
                outcome.Report.Applied,
                outcome.Report.ResumedFrom,
                outcome.Stamp,
                outcome.PrivilegedEndpointUrl,
                outcome.RegistrationName,
                outcome.BridgeObjectId,
                outcome.Thumbprint,
                outcome.NotAfter,
                outcome.Certificates,
                Plan = RegistrationPlanText.ToObject(outcome.Report.Plan),
                ElapsedMilliseconds = RegistrationSetVerb.Timings(outcome.Report),
            });
            return;
        }

        context.WriteLine();
        if (!outcome.Report.Applied)
        {
            RegistrationPlanText.Write(context, outcome.Report.Plan);
            context.WriteLine("Nothing was changed.");
            return;
        }

        context.WriteLine("The bridge signs in with a new certificate; the former one is gone.");
        context.WriteBlock(new Block("  ")
            .Add("registration", $"{outcome.RegistrationName}, as it was")
            .Add("bridge principal", outcome.BridgeObjectId)
            .Add("certificate", outcome.Thumbprint)
            .Add("ends", outcome.NotAfter)
            .Add("known to the directory", outcome.Certificates is { } count ? $"{count} certificate{(count == 1 ? "" : "s")}" : "not told to this account")
            .Add("privileged endpoint", outcome.PrivilegedEndpointUrl?.AbsoluteUri));
    }
}
