using System.CommandLine;
using System.Net;
using Azsreg.Cli.Roles;
using Azsreg.Cli.Shell;
using Azsreg.Protocol;
using Azsreg.Stamp.Facts;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg hosts</c>: the lines by which a machine finds the stamps of a data folder under their own names.</summary>
internal static class HostsVerb
{
    public static Verb Create()
    {
        var address = new Option<string?>("--address") { Description = "the machine the stamps run on; this one where left out", HelpName = "IP" };
        return new Verb(
            "hosts",
            "Prints lines for the hosts file, so that a browser finds the stamps here under their own names (adminportal.REGION.DOMAIN). Nothing is written anywhere.",
            "azsreg hosts",
            async (context, parsed, cancellationToken) =>
            {
                var at = parsed.GetValue(address) is { } text
                    ? IPAddress.TryParse(text, out var given) ? given : throw new CataloguedException(ErrorCatalogue.InvalidOption, $"--address '{text}' is no IP address.")
                    : IPAddress.Loopback;
                var stamps = new List<(string Stamp, StampHostNames Names)>();
                foreach (var name in StampFolder.Names(context.Data))
                    stamps.Add((name, await StampHostNames.ReadAsync(context.Data, name, null, cancellationToken)));
                if (stamps.Count == 0)
                    throw new CataloguedException(ErrorCatalogue.InvalidOption, $"No stamp was ever started in '{context.Data.Path}'.", ["azsreg up"]);

                // Stamps of one region share their names and differ in their ports.
                var lines = stamps.SelectMany(stamp => stamp.Names.All).Distinct(StringComparer.OrdinalIgnoreCase).Select(name => $"{at} {name}").ToList();
                if (context.IsJson)
                {
                    context.WriteJson(new
                    {
                        address = at.ToString(),
                        stamps = stamps.Select(stamp => new { stamp.Stamp, stamp.Names.AdminPortal, stamp.Names.AdminManagement }),
                        lines,
                    });
                    return;
                }

                foreach (var line in lines)
                    context.WriteLine(line);
            }) { address };
    }
}
