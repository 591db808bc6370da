using System.CommandLine;
using Azsreg.AzureClient;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Hosting;
using Azsreg.Operator;
using Azsreg.Operator.Environments;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg environment list|show|add|use|remove</c>.</summary>
internal static class EnvironmentVerbs
{
    public static Command Create() => new("environment", "The Azures that can be worked with, by their endpoints, and which one is in use.")
    {
        List(),
        Show(),
        Add(),
        Use(),
        Remove(),
    };

    private static Verb List() => new("list", "Lists the environments.", "azsreg environment list", (context, _, _) =>
    {
        using var operation = new OperatorContext(context.Data, context.Clock);
        var inUse = operation.Environments.Current.Name;
        var all = operation.Environments.List();
        if (context.IsJson)
        {
            context.WriteJson(all.Select(entry => ToObject(entry, inUse)));
            return Task.CompletedTask;
        }

        var table = new Table("", "Environment", "Resource Manager", "Signed in");
        foreach (var entry in all)
        {
            var account = operation.Accounts.Current(entry.Name)?.Account.Name;
            table.Add(entry.Name == inUse ? Cell.Good("*") : "", entry.Name, entry.Environment.ResourceManagerUrl.AbsoluteUri, account ?? "-");
        }

        context.WriteTable(table);
        if (operation.Environments.StandIn is { } pointer)
            context.WriteLine($"AzureCloud means {pointer.Target} here, by {pointer.Source}.");
        return Task.CompletedTask;
    });

    private static Verb Show()
    {
        var name = new Argument<string?>("NAME") { Description = "the environment; the one in use where left out", Arity = ArgumentArity.ZeroOrOne };
        return new Verb("show", "Shows an environment's endpoints.", "azsreg environment show", (context, parsed, _) =>
        {
            using var operation = new OperatorContext(context.Data, context.Clock);
            var entry = operation.Environments.Get(parsed.GetValue(name));
            if (context.IsJson)
            {
                context.WriteJson(ToObject(entry, operation.Environments.Current.Name));
                return Task.CompletedTask;
            }

            var environment = entry.Environment;
            context.WriteBlock(new Block()
                .Add("environment", entry.Environment.Told)
                .Add("resource manager", environment.ResourceManagerUrl.AbsoluteUri)
                .Add("sign-in", environment.LoginEndpoint.AbsoluteUri)
                .Add("audiences", string.Join(", ", environment.Audiences))
                .Add("graph", environment.GraphUrl?.AbsoluteUri ?? "-")
                .Add("portal", environment.PortalUrl?.AbsoluteUri ?? "-")
                .Add("default location", environment.DefaultLocation)
                .Add("trust", entry.TrustedAuthorities.Count == 0 ? "the system's authorities" : $"the system's authorities and {entry.TrustedAuthorities.Count} of its own"));
            return Task.CompletedTask;
        })
        {
            name,
        };
    }

    private static Verb Add()
    {
        var name = new Argument<string>("NAME") { Description = "the name to choose it by" };
        var url = new Option<string>("--resource-manager") { Description = "its Resource Manager, which tells the rest", HelpName = "URL", Required = true };
        var authority = new Option<string?>("--ca-file") { Description = "PEM file with the authorities to trust for it", HelpName = "FILE" };
        var location = new Option<string?>("--default-location") { Description = "where resource groups go by default", HelpName = "LOCATION" };
        return new Verb("add", "Enters an environment by the address of its Resource Manager.", "azsreg environment add Lab --resource-manager https://management.lab.example", async (context, parsed, cancellationToken) =>
        {
            using var operation = new OperatorContext(context.Data, context.Clock);
            var trusted = TrustFiles.Read(parsed.GetValue(authority));
            if (!Uri.TryCreate(parsed.GetRequiredValue(url), UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps)
                throw new CataloguedException(ErrorCatalogue.InvalidOption, $"--resource-manager '{parsed.GetValue(url)}' is no https address.");
            var found = await AzureEnvironment.DiscoverAsync(operation.Connect(trusted), address, parsed.GetRequiredValue(name), cancellationToken);
            var entry = new EnvironmentEntry(parsed.GetValue(location) is { } place ? found with { DefaultLocation = place } : found, trusted);
            await operation.Environments.EnterAsync(entry, use: false, cancellationToken);
            if (context.IsJson)
                context.WriteJson(ToObject(entry, operation.Environments.Current.Name));
            else
                context.WriteLine($"{entry.Name} is entered; its sign-in is {entry.Environment.LoginEndpoint}. Use it:  azsreg environment use {entry.Name}");
        })
        {
            name, url, authority, location,
        };
    }

    private static Verb Use()
    {
        var name = new Argument<string>("NAME") { Description = "the environment" };
        var standIn = new Option<string?>("--as") { Description = "let this name mean it, in this folder and those below: AzureCloud", HelpName = "AzureCloud" };
        var shell = new Option<bool>("--shell") { Description = "with --as: for a shell instead; prints the line to type there" };
        return new Verb("use", "Takes an environment into use. With --as AzureCloud, published commands that name AzureCloud work with it unchanged; AzureCloud itself ends that.", "azsreg environment use AzureCloud", async (context, parsed, cancellationToken) =>
        {
            using var operation = new OperatorContext(context.Data, context.Clock);
            if (parsed.GetValue(standIn) is { } meant)
            {
                Point(context, operation, parsed.GetRequiredValue(name), meant, parsed.GetValue(shell));
                return;
            }

            if (parsed.GetValue(shell)) throw new CataloguedException(ErrorCatalogue.InvalidOption, "--shell goes with --as AzureCloud.");
            var entry = await operation.Environments.UseAsync(parsed.GetRequiredValue(name), cancellationToken);
            if (context.IsJson)
                context.WriteJson(ToObject(entry, entry.Name));
            else
                context.WriteLine($"{entry.Name} is in use ({entry.Environment.ResourceManagerUrl}).");
        })
        {
            name, standIn, shell,
        };
    }

    private static void Point(CliContext context, OperatorContext operation, string name, string meant, bool forShell)
    {
        var cloud = AzureEnvironment.AzureCloud.Name;
        if (!meant.Equals(cloud, StringComparison.OrdinalIgnoreCase))
            throw new CataloguedException(ErrorCatalogue.InvalidOption, $"--as {meant}: only the name AzureCloud can be pointed at another Azure.");
        // Looked up by its own name, so that pointing back is possible while a pointer is in force.
        var target = operation.Environments.List().FirstOrDefault(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? operation.Environments.Get(name);
        var isItself = target.Name == cloud;
        if (forShell)
        {
            var value = isItself ? "" : target.Name;
            var (posix, powerShell) = ($"export {EnvironmentPointer.Variable}={value}", $"$env:{EnvironmentPointer.Variable} = '{value}'");
            if (context.IsJson)
                context.WriteJson(new { standsFor = cloud, target.Name, variable = EnvironmentPointer.Variable, value, posix, powerShell });
            else
                context.WriteLine($"In a POSIX shell:  {posix}\nIn PowerShell:     {powerShell}");
            return;
        }

        var folder = Environment.CurrentDirectory;
        var path = EnvironmentPointer.Write(folder, target.Name);
        if (context.IsJson)
            context.WriteJson(new { standsFor = cloud, target.Name, file = path });
        else
            context.WriteLine(isItself ? $"{cloud} means itself in {folder} again." : $"{cloud} means {target.Name} in {folder} and below ({path}).");
    }

    private static Verb Remove()
    {
        var name = new Argument<string>("NAME") { Description = "the environment" };
        return new Verb("remove", "Forgets an environment that was entered.", "azsreg environment remove Lab", async (context, parsed, cancellationToken) =>
        {
            using var operation = new OperatorContext(context.Data, context.Clock);
            await operation.Environments.RemoveAsync(parsed.GetRequiredValue(name), cancellationToken);
            if (context.IsJson)
                context.WriteJson(new { removed = parsed.GetValue(name) });
            else
                context.WriteLine($"{parsed.GetValue(name)} is forgotten; {operation.Environments.Current.Name} is in use.");
        })
        {
            name,
        };
    }

    private static object ToObject(EnvironmentEntry entry, string inUse) => new
    {
        entry.Name,
        isInUse = entry.Name == inUse,
        entry.Environment.StandsFor,
        entry.IsBuiltIn,
        resourceManager = entry.Environment.ResourceManagerUrl,
        entry.Environment.LoginEndpoint,
        entry.Environment.Audiences,
        graph = entry.Environment.GraphUrl,
        portal = entry.Environment.PortalUrl,
        entry.Environment.DefaultLocation,
    };
}
