using System.CommandLine;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Roles;
using Azsreg.Cli.Shell;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg up</c>.</summary>
internal static class UpVerb
{
    public static Verb Create()
    {
        var options = new LocalWorldOptions(withStamps: true);
        var verb = new Verb(
            "up",
            "Starts an Azure side with sample data and its stamps on this machine, and stays until Ctrl-C. Whatever is done with them stays in the data folder.",
            "azsreg up",
            async (context, parsed, cancellationToken) =>
            {
                var began = context.Clock.GetTimestamp();
                await using var world = await options.StartAsync(context, parsed, cancellationToken);
                world.ElapsedMilliseconds["total"] = (long)context.Clock.GetElapsedTime(began).TotalMilliseconds;
                if (context.IsJson)
                {
                    context.WriteJson(ToObject(context, world));
                }
                else
                {
                    Tell(context, world);
                }

                context.Io.Out.Flush();
                await world.WaitAsync(cancellationToken);
            });
        options.AddTo(verb);
        return verb;
    }

    private static void TellSsh(CliContext context, LocalWorld world)
    {
        foreach (var stamp in world.Stamps)
        {
            if (stamp.Ssh is not { } ssh)
            {
                continue;
            }

            context.WriteLine($"{stamp.Name} over SSH, from PowerShell 7 and from another data folder:");
            context.WriteLine("  " + ssh.PowerShellCommand);
            context.WriteLine("  " + StampAdd(stamp.Name, ssh));
            context.WriteLine();
        }
    }

    private static string StampAdd(string name, SshServer ssh) =>
        $"azsreg stamp add {name} --privileged-endpoint {ssh.Url} --ssh-key {Quoted(ssh.ClientKeyFile)} --ssh-host-key {Quoted(ssh.HostKeyFile)}";

    private static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;

    private static object ToObject(CliContext context, LocalWorld world) => new
    {
        environment = LocalWorld.EnvironmentName,
        azureUrl = world.AzureUrl,
        commerceUrl = world.CommerceUrl,
        stamps = world.Stamps.Select(stamp => new
        {
            stamp.Name,
            adminUrl = stamp.Role.Url,
            privilegedEndpointUrl = stamp.PrivilegedEndpoint,
            portalUrl = stamp.Portal.Url,
            ssh = stamp.Ssh is not { } ssh ? null : new
            {
                ssh.Url,
                keyFile = ssh.ClientKeyFile,
                ssh.HostKey,
                ssh.HostKeyFile,
                ssh.PowerShellCommand,
                stampAddCommand = StampAdd(stamp.Name, ssh),
            },
        }),
        dataFolder = context.Data.Path,
        sampleAccountsFile = world.Accounts.Path,
        elapsedMilliseconds = world.ElapsedMilliseconds,
    };

    private static void Tell(CliContext context, LocalWorld world)
    {
        context.WriteLine();
        var places = new Block().Add("Azure", $"{world.AzureUrl}  environment {LocalWorld.EnvironmentName}").Add("", $"{world.CommerceUrl}  commerce: usage and costs");
        foreach (var stamp in world.Stamps)
        {
            places.Add(stamp.Name, $"{stamp.Role.Url}  admin ARM").Add("", $"{stamp.PrivilegedEndpoint}  privileged endpoint");
            places.Add("", $"{stamp.Portal.Url}  portal");
            if (stamp.Ssh is { } ssh)
            {
                places.Add("", $"{ssh.Url}  privileged endpoint over SSH");
            }
        }

        context.WriteBlock(places.Add("data folder", context.Data.Path));
        context.WriteLine();
        context.WriteLine($"Portal: {world.Stamps[0].Portal.Url}  sign in as {SampleAccounts.StampAdministrator}");
        context.WriteLine();
        context.WriteLine($"Sample accounts, all with the password {world.Accounts.Password.Reveal()}");
        var accounts = new Block("  ");
        foreach (var (name, note) in SampleAccounts.All)
        {
            accounts.Add(name, Cell.Dim(note));
        }

        context.WriteBlock(accounts);
        context.WriteLine();
        context.WriteLine("The second factor's secret and the application azsreg-automation are in");
        context.WriteLine("  " + world.Accounts.Path);
        context.WriteLine();
        var data = context.DataArgument;
        var first = world.Stamps[0].Name;
        context.WriteLine("Now, in another terminal:");
        context.WriteLine($"  azsreg login --username {SampleAccounts.Owner}{data}");
        context.WriteLine($"  azsreg account set --subscription \"Contoso Stamps\"{data}");
        context.WriteLine($"  azsreg login --stamp {first} --username {SampleAccounts.StampAdministrator}{data}");
        context.WriteLine($"  azsreg registration set --stamp {first} --billing-model PayAsYouUse{data}");
        context.WriteLine($"  azsreg status{data}");
        context.WriteLine($"  azsreg stamp workload start --stamp {first}{data}");
        context.WriteLine($"  azsreg usage reconcile{data}");
        context.WriteLine();
        TellSsh(context, world);
        context.WriteLine("Ctrl-C stops everything; what was done stays.");
    }
}
