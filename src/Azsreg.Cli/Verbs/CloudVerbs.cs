using System.CommandLine;
using System.Net;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Roles;
using Azsreg.Cli.Shell;
using Azsreg.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg cloud serve|bootstrap|tenant|user|subscription|agreement|catalog|keys|partner|usage</c>.</summary>
internal static class CloudVerbs
{
    public static Command Create() => new("cloud", "This program's own Azure side, for a private or sovereign cloud.")
    {
        Serve(),
        CloudBootstrapVerb.Create(),
        CloudTenantVerbs.Create(),
        CloudUserVerbs.Create(),
        CloudSubscriptionVerbs.Create(),
        CloudAgreementVerbs.Create(),
        CloudCatalogVerbs.Create(),
        CloudKeysVerbs.Create(),
        CloudPartnerVerbs.Create(),
        CloudUsageVerbs.Create(),
    };

    private static Verb Serve()
    {
        var options = new RoleOptions(LocalPorts.DefaultBase);
        var storageOptions = new CloudStorageOptions();
        var portalPort = new Option<int?>("--portal-port") { Description = "also serve the commerce pages (usage and costs) on this port, 0 for any free one; not served where left out", HelpName = "N" };
        var verb = new Verb(
            "serve",
            "Runs the Azure side by itself, without sample data, until Ctrl-C.",
            "azsreg cloud serve --public-url https://azure.example --address 0.0.0.0 --port 443",
            async (context, parsed, cancellationToken) =>
            {
                var storage = storageOptions.ToStorage(context, parsed);
                using var ground = options.ToGround(context, parsed);
                await using var cloud = await CloudRunner.StartAsync(context, ground, options.Port(context, parsed), storage, null, cancellationToken);
                var commercePort = context.Settings.GetNumberOrNull("portal-port", parsed.GetValue(portalPort), 0, IPEndPoint.MaxPort);
                await using var commerce = commercePort is { } chosen ? await CommerceRunner.StartAsync(ground, cloud, chosen, cancellationToken) : null;
                if (context.IsJson)
                {
                    context.WriteJson(new { azureUrl = cloud.Url, commerceUrl = commerce?.Url, listensOn = cloud.Services.GetRequiredService<RoleListeners>().Url(), dataFolder = context.Data.Path, database = storage.IsShared ? "postgresql" : "sqlite" });
                }
                else
                {
                    var block = new Block().Add("Azure", cloud.Url.ToString());
                    if (commerce is not null)
                    {
                        block.Add("commerce", commerce.Url.ToString());
                    }

                    context.WriteBlock(block.Add("data", storage.IsShared ? "PostgreSQL" : context.Data.Path));
                    context.WriteLine("Ctrl-C stops it.");
                }

                context.Io.Out.Flush();
                await RoleWait.UntilInterruptedAsync(context, [cloud], cancellationToken);
            })
        {
            portalPort,
        };
        options.AddTo(verb);
        storageOptions.AddTo(verb);
        return verb;
    }
}
