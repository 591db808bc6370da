using System.Collections;
using System.CommandLine;
using System.Globalization;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Accounts;
using Azsreg.Operator.Stamps;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg stamp add|list|info|use|remove|serve|pep|workload|user</c>.</summary>
internal static class StampVerbs
{
    public static Command Create() => new("stamp", "The stamps that can be worked with by name, and which one is in use.")
    {
        Add(),
        List(),
        Info(),
        Use(),
        Remove(),
        StampServeVerb.Create(),
        StampPepVerb.Create(),
        StampWorkloadVerbs.Create(),
        StampUserVerbs.Create(),
    };

    private static Verb Add()
    {
        var name = new Argument<string>("NAME") { Description = "the name to choose it by" };
        var endpoint = new Option<string>("--privileged-endpoint") { Description = "its privileged endpoint: a host (HTTP, port 5985), https://… or ssh://…", HelpName = "URL", Required = true };
        var admin = new Option<string?>("--admin-endpoint") { Description = "its administrator Resource Manager", HelpName = "URL" };
        var cloudAdmin = new Option<string?>("--cloud-admin") { Description = "its cloud administrator", HelpName = "DOMAIN\\USER" };
        var authority = new Option<string?>("--ca-file") { Description = "PEM file with the authorities to trust for it", HelpName = "FILE" };
        var fingerprint = new Option<string?>("--fingerprint") { Description = "SHA-256 of the one certificate to trust", HelpName = "HEX" };
        var sshKey = new Option<string?>("--ssh-key") { Description = "private key to sign in with, for ssh://…", HelpName = "FILE" };
        var sshHostKey = new Option<string?>("--ssh-host-key") { Description = "the host's public key, for ssh://…; your known hosts where left out", HelpName = "FILE" };
        var connection = new StampConnectionOptions();
        var verb = new Verb("add", "Enters a stamp, or changes its entry.", "azsreg stamp add Lab --privileged-endpoint https://10.0.0.224:5986", async (context, parsed, cancellationToken) =>
        {
            using var operation = new OperatorContext(context.Data, context.Clock);
            var entry = connection.Apply(parsed, new StampEntry
            {
                Name = CheckName(parsed.GetRequiredValue(name)),
                PrivilegedEndpoint = PrivilegedEndpointAddress.ParseUrl(parsed.GetRequiredValue(endpoint)),
                AdminEndpoint = AdminUrl(parsed.GetValue(admin)),
                CloudAdmin = parsed.GetValue(cloudAdmin),
                TrustedAuthorities = TrustFiles.Read(parsed.GetValue(authority)),
                Fingerprint = Fingerprint(parsed.GetValue(fingerprint)),
                SshKeyFile = KeyFile(parsed.GetValue(sshKey)),
                SshHostKey = parsed.GetValue(sshHostKey) is { } file ? SshHostKey.Read(file) : null,
            });
            if ((entry.SshKeyFile ?? entry.SshHostKey) is not null && !PrivilegedEndpointAddress.Of(entry).IsSsh)
                throw new CataloguedException(ErrorCatalogue.InvalidOption, $"{sshKey.Name} and {sshHostKey.Name} go with an ssh:// address, which {entry.PrivilegedEndpoint} is not.");
            await operation.Stamps.EnterAsync(entry, cancellationToken);
            if (context.IsJson)
                context.WriteJson(ToObject(entry, operation.Stamps.Current?.Name));
            else
                context.WriteLine($"{entry.Name} is entered: {entry.PrivilegedEndpoint}");
        })
        {
            name, endpoint, admin, cloudAdmin, authority, fingerprint, sshKey, sshHostKey,
        };
        connection.AddTo(verb);
        return verb;
    }

    private static Verb List() => new("list", "Lists the stamps entered.", "azsreg stamp list", (context, _, _) =>
    {
        using var operation = new OperatorContext(context.Data, context.Clock);
        var all = operation.Stamps.List();
        var inUse = operation.Stamps.Current?.Name;
        if (context.IsJson)
        {
            context.WriteJson(all.Select(entry => ToObject(entry, inUse)));
            return Task.CompletedTask;
        }

        if (all.Count == 0)
        {
            context.WriteLine("No stamp is entered yet:  azsreg stamp add NAME --privileged-endpoint URL");
            return Task.CompletedTask;
        }

        var table = new Table("", "Stamp", "Privileged endpoint", "Administrator endpoint", "Signed in");
        foreach (var entry in all)
        {
            var account = operation.Accounts.Current(Account.StampRealm(entry.Name))?.Account.Name;
            table.Add(entry.Name == inUse ? Cell.Good("*") : "", entry.Name, entry.PrivilegedEndpoint.AbsoluteUri, entry.AdminEndpoint?.AbsoluteUri ?? "-", account ?? "-");
        }

        context.WriteTable(table);
        return Task.CompletedTask;
    });

    private static Verb Info()
    {
        var stamp = new StampOptions();
        var verb = new Verb("info", "Asks a stamp's privileged endpoint what it is: cloud id, version, nodes, endpoints.", "azsreg stamp info --stamp AzS-ERCS01", async (context, parsed, cancellationToken) =>
        {
            using var operation = new OperatorContext(context.Data, context.Clock);
            var addresses = stamp.Addresses(operation, parsed);
            var credential = stamp.Credential(context, parsed, addresses);
            OrderedDictionary<string, object?> facts;
            Uri url;
            await using (var session = await operation.PrivilegedEndpoints.OpenAsync(addresses, credential, cancellationToken))
            {
                url = session.Address.Url;
                facts = await StampFacts.ReadAsync(session, cancellationToken);
            }

            if (context.IsJson)
            {
                context.WriteJson(new { privilegedEndpoint = url, information = facts });
                return;
            }

            var block = new Block().Add("privileged endpoint", url.AbsoluteUri);
            foreach (var (name, value) in facts)
                AddFact(block, name, value, "");
            context.WriteBlock(block);
        });
        stamp.AddTo(verb);
        return verb;
    }

    private static Verb Use()
    {
        var name = new Argument<string>("NAME") { Description = "the stamp" };
        return new Verb("use", "Takes a stamp into use.", "azsreg stamp use AzS-ERCS01", async (context, parsed, cancellationToken) =>
        {
            using var operation = new OperatorContext(context.Data, context.Clock);
            var entry = await operation.Stamps.UseAsync(parsed.GetRequiredValue(name), cancellationToken);
            if (context.IsJson)
                context.WriteJson(ToObject(entry, entry.Name));
            else
                context.WriteLine($"{entry.Name} is in use ({entry.PrivilegedEndpoint}).");
        })
        {
            name,
        };
    }

    private static Verb Remove()
    {
        var name = new Argument<string>("NAME") { Description = "the stamp" };
        return new Verb("remove", "Forgets a stamp's entry; the stamp and its registration stay as they are.", "azsreg stamp remove Lab", async (context, parsed, cancellationToken) =>
        {
            using var operation = new OperatorContext(context.Data, context.Clock);
            await operation.Stamps.RemoveAsync(parsed.GetRequiredValue(name), cancellationToken);
            if (context.IsJson)
                context.WriteJson(new { removed = parsed.GetValue(name) });
            else
                context.WriteLine($"{parsed.GetValue(name)} is forgotten.");
        })
        {
            name,
        };
    }

    private static void AddFact(Block block, string name, object? value, string indent)
    {
        switch (value)
        {
            case OrderedDictionary<string, object?> facts:
                block.Add(indent + name, "");
                foreach (var (inner, told) in facts)
                    AddFact(block, inner, told, indent + "  ");
                break;
            case IEnumerable list and not string:
                block.Add(indent + name, string.Join(", ", list.Cast<object?>().Select(Text)));
                break;
            default:
                block.Add(indent + name, Text(value));
                break;
        }
    }

    private static string Text(object? value) => value switch
    {
        OrderedDictionary<string, object?> facts => string.Join(" ", facts.Select(fact => $"{fact.Key}={Text(fact.Value)}")),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string CheckName(string name) => name.Length is > 0 and <= 63 && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
        ? name
        : throw new CataloguedException(ErrorCatalogue.InvalidOption, $"'{name}' must be 1 to 63 letters, digits, dots, hyphens and underscores, beginning with a letter or digit.");

    private static Uri? AdminUrl(string? text)
    {
        if (text is null)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps
            ? url
            : throw new CataloguedException(ErrorCatalogue.InvalidOption, $"--admin-endpoint '{text}' is no https address.");
    }

    private static string? Fingerprint(string? text)
    {
        if (text is null)
            return null;
        // openssl writes colons between the bytes, other tools blanks.
        var digits = text.Replace(":", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        return digits.Length == 64 && digits.All(char.IsAsciiHexDigit)
            ? digits.ToUpperInvariant()
            : throw new CataloguedException(ErrorCatalogue.InvalidOption, "--fingerprint wants the certificate's SHA-256: 64 hexadecimal digits.");
    }

    private static string? KeyFile(string? path)
    {
        if (path is null)
            return null;
        return File.Exists(path)
            ? Path.GetFullPath(path)
            : throw new CataloguedException(ErrorCatalogue.InvalidOption, $"--ssh-key '{path}' does not exist.");
    }

    private static object ToObject(StampEntry entry, string? inUse) => new
    {
        entry.Name,
        isInUse = entry.Name == inUse,
        entry.PrivilegedEndpoint,
        entry.AdminEndpoint,
        entry.CloudAdmin,
        entry.Fingerprint,
        entry.SshKeyFile,
        entry.SshHostKey,
        authentication = entry.Authentication?.ToString().ToLowerInvariant(),
        entry.ClientCertificate,
        entry.Proxy,
        trustedAuthorities = entry.TrustedAuthorities.Count,
    };
}
