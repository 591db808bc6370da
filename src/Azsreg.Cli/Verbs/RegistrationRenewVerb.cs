using System.CommandLine;
using Azsreg.Cli.Shell;
using Azsreg.Operator.Registration;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg registration renew</c>.</summary>
internal static class RegistrationRenewVerb
{
    public static Verb Create()
    {
        var target = new RegistrationTargetOptions();
        var run = new RegistrationRun(new StampOptions(), target);
        var agreement = new Option<string?>("--agreement-number") { Description = "the agreement that follows; the same where left out", HelpName = "NUMBER" };
        var verb = new Verb(
            "renew",
            "Renews a yearly registration under its name, and the stamp's activation with it. One that does not end within 90 days stays as it is.",
            "azsreg registration renew --stamp AzS-ERCS01",
            (context, parsed, cancellationToken) => run.RunAsync(
                context,
                parsed,
                new RegistrationRequest
                {
                    Renew = true, AgreementNumber = parsed.GetValue(agreement), RegistrationName = target.Name(parsed), ResourceGroup = target.ResourceGroup(parsed),
                },
                cancellationToken))
        {
            agreement,
        };
        run.AddTo(verb);
        return verb;
    }
}
