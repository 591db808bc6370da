using System.CommandLine;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Azsreg.Cli.Roles;
using Azsreg.Cli.Shell;
using Azsreg.Hosting;
using Azsreg.Operator;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg cloud keys export</c>: the Azure side's signing keys, for a stamp that has no line to it.</summary>
internal static class CloudKeysVerbs
{
    public static Command Create() => new("keys", "The public keys the Azure side signs activation keys with.") { Export() };

    private static Verb Export()
    {
        var file = new Option<string?>("--file") { Description = "where to write it; standard output where left out", HelpName = "FILE" };
        var environment = new Option<string?>("--environment") { Description = "the Azure side; the one in use where left out", HelpName = "NAME" };
        return new Verb(
            "export",
            "Writes the public signing keys (never the private ones) as a JSON Web Key Set, to be carried to a stamp once.",
            "azsreg cloud keys export --file azure-keys.json",
            async (context, parsed, cancellationToken) =>
            {
                using var operation = new OperatorContext(context.Data, context.Clock);
                var entry = operation.Environments.Get(parsed.GetValue(environment));
                var trust = entry.TrustedAuthorities.Select(pem => X509Certificate2.CreateFromPem(pem)).ToList();
                byte[] keys;
                try
                {
                    keys = await SigningKeys.FetchAsync(entry.Environment.ResourceManagerUrl, trust, cancellationToken);
                }
                finally
                {
                    trust.ForEach(authority => authority.Dispose());
                }

                Show(context, parsed.GetValue(file), keys, entry.Name);
            })
        {
            file, environment,
        };
    }

    private static void Show(CliContext context, string? path, byte[] keys, string environment)
    {
        using var set = CarriedFile.ReadKeySet(keys, environment);
        if (path is not null) Write(path, keys);
        var next = new OfflineNextStep(
            "at the stamp, with the file carried there",
            $"azsreg stamp serve NAME --trust-activation-keys {(path is null ? "FILE" : OfflineNextStep.Quoted(Path.GetFileName(path)))}",
            "The stamp keeps them; when the Azure side gets a new key, carry the set over again.");
        if (context.IsJson)
        {
            context.WriteJson(new
            {
                Environment = environment,
                File = path is null ? null : Path.GetFullPath(path),
                set.KeyIds,
                Keys = path is null ? Encoding.UTF8.GetString(keys) : null,
                NextStep = next.ToObject(),
            });
        }
        else if (path is null)
        {
            context.WriteLine(Encoding.UTF8.GetString(keys));
        }
        else
        {
            context.WriteLine($"{set.KeyIds.Count} signing key{(set.KeyIds.Count == 1 ? "" : "s")} of {environment} written to {Path.GetFullPath(path)}");
            next.Write(context);
        }
    }

    private static void Write(string path, byte[] keys)
    {
        try
        {
            OwnedFile.Replace(path, keys);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CataloguedException(ErrorCatalogue.CarriedFileNotWritten, $"'{path}': {exception.Message}", inner: exception);
        }
    }
}
