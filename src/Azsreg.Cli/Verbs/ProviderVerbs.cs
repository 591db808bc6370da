using System.CommandLine;
using Azsreg.AzureClient;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.SignIn;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg provider register|show</c>.</summary>
internal static class ProviderVerbs
{
    public static Command Create() => new("provider", "Resource providers and whether the subscription in use is registered for them.")
    {
        Register(),
        Show(),
    };

    private static Verb Register()
    {
        var (provider, environment, subscription) = Options();
        return new Verb("register", "Registers the subscription for a resource provider, and waits until it is.", "azsreg provider register Microsoft.AzureStack", async (context, parsed, cancellationToken) =>
        {
            using var operation = new OperatorContext(context.Data, context.Clock);
            using var session = operation.OpenAzure(parsed.GetValue(environment), parsed.GetValue(subscription));
            var wanted = parsed.GetValue(provider) ?? WellKnown.ProviderNamespace;
            ResourceProvider found;
            bool changed;
            using (var progress = context.StartProgress())
            using (var step = progress.Begin($"provider {wanted}", "asking"))
            {
                (found, changed) = await session.Arm.Providers.EnsureRegisteredAsync(session.Subscription!.Id, wanted, new StepText(step), cancellationToken);
                if (changed)
                    step.Succeed("registered");
                else
                    step.FindInPlace("registered already");
            }

            if (context.IsJson)
                context.WriteJson(ToObject(session, found, changed));
        })
        {
            provider, environment, subscription,
        };
    }

    private static Verb Show()
    {
        var (provider, environment, subscription) = Options();
        return new Verb("show", "Shows whether the subscription is registered for a resource provider.", "azsreg provider show Microsoft.AzureStack", async (context, parsed, cancellationToken) =>
        {
            using var operation = new OperatorContext(context.Data, context.Clock);
            using var session = operation.OpenAzure(parsed.GetValue(environment), parsed.GetValue(subscription));
            var found = await session.Arm.Providers.GetAsync(session.Subscription!.Id, parsed.GetValue(provider) ?? WellKnown.ProviderNamespace, cancellationToken);
            if (context.IsJson)
            {
                context.WriteJson(ToObject(session, found, changed: false));
                return;
            }

            var block = new Block()
                .Add("Azure", session.Environment.Told)
                .Add("provider", found.Namespace)
                .Add("subscription", $"{session.Subscription.Name} ({session.Subscription.Id})")
                .Add("state", found.IsRegistered ? Cell.Good("Registered") : Cell.Wait(found.RegistrationState ?? "unknown"));
            foreach (var type in found.ResourceTypes ?? [])
                block.Add($"  {type.ResourceType}", string.Join(", ", type.ApiVersions ?? []));
            context.WriteBlock(block);
            if (!found.IsRegistered)
                context.WriteLine($"Register it:  azsreg provider register {found.Namespace}");
        })
        {
            provider, environment, subscription,
        };
    }

    private static (Argument<string?> Provider, Option<string?> Environment, Option<string?> Subscription) Options() => (
        new Argument<string?>("NAMESPACE") { Description = "the provider; Microsoft.AzureStack where left out", Arity = ArgumentArity.ZeroOrOne },
        new Option<string?>("--environment") { Description = "which Azure; the one in use where left out", HelpName = "NAME" },
        new Option<string?>("--subscription") { Description = "by name or id; the one in use where left out", HelpName = "NAME" });

    private static object ToObject(AzureSession session, ResourceProvider provider, bool changed) => new
    {
        environment = session.Environment.Name,
        session.Environment.StandsFor,
        subscriptionId = session.Subscription?.Id,
        provider.Namespace,
        provider.RegistrationState,
        changed,
    };

    private sealed class StepText(StepProgress.Step step) : IProgress<string>
    {
        public void Report(string value) => step.Update(value);
    }
}
