using System.CommandLine;
using System.Globalization;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator.Bundles;
using Azsreg.Operator.Offline;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg marketplace signer show|trust|list|remove</c>: who signs bundles, and who is believed.</summary>
internal static class MarketplaceSignerVerbs
{
    public static Command Create() => new("signer", "Who signs marketplace bundles, and whose bundles are believed here.")
    {
        Show(),
        Trust(),
        List(),
        Remove(),
    };

    private static Verb Show()
    {
        var file = new Option<string?>("--out") { Description = "write the public key to a file, to be carried to the stamps' side", HelpName = "FILE" };
        return new Verb("show", "Shows this data folder's own signing key, and makes it where there is none. Only the public part is ever shown.", "azsreg marketplace signer show --out signer.pem", (context, parsed, _) =>
        {
            var own = new BundleSigners(context.Data, context.Clock).Own();
            var path = parsed.GetValue(file);
            if (path is not null) TextFiles.Write(path, own.ToPem());
            if (context.IsJson)
            {
                context.WriteJson(new { own.Fingerprint, Pem = own.ToPem(), File = path is null ? null : Path.GetFullPath(path) });
                return Task.CompletedTask;
            }

            context.WriteBlock(new Block().Add("fingerprint", own.Fingerprint));
            if (path is null) context.Io.Out.Write(own.ToPem());
            else context.WriteLine($"The public key is written to {Path.GetFullPath(path)}; on the other side: azsreg marketplace signer trust {OfflineNextStep.Quoted(Path.GetFileName(path))}");
            return Task.CompletedTask;
        })
        {
            file,
        };
    }

    private static Verb Trust()
    {
        var file = new Argument<string>("FILE") { Description = "a signer's public key (PEM)" };
        var name = new Option<string?>("--name") { Description = "what to call the signer", HelpName = "TEXT" };
        return new Verb("trust", "Believes the bundles of a signer from now on. Compare the fingerprint by another way than the one the file came.", "azsreg marketplace signer trust signer.pem --name \"head office\"", async (context, parsed, cancellationToken) =>
        {
            var path = parsed.GetRequiredValue(file);
            if (!BundleSigner.TryReadPem(Text(path), out var signer))
                throw new CataloguedException(ErrorCatalogue.SignerFileUnusable, $"'{path}' holds no public key on the curve P-256.");
            var trusted = await new BundleSigners(context.Data, context.Clock).TrustAsync(signer, parsed.GetValue(name), cancellationToken);
            if (context.IsJson) context.WriteJson(ToObject(trusted));
            else context.WriteLine($"Bundles of '{trusted.Label}' ({signer.Fingerprint}) are believed here.");
        })
        {
            file, name,
        };
    }

    private static Verb List() => new("list", "Lists the signers whose bundles are believed here, beside this data folder itself.", "azsreg marketplace signer list", (context, _, _) =>
    {
        var signers = new BundleSigners(context.Data, context.Clock).List();
        if (context.IsJson)
        {
            context.WriteJson(signers.Select(ToObject));
            return Task.CompletedTask;
        }

        if (signers.Count == 0)
        {
            context.WriteLine("No signer is trusted but this data folder itself.");
            return Task.CompletedTask;
        }

        var table = new Table("Name", "Fingerprint", "Since");
        foreach (var one in signers) table.Add(one.Label, one.Signer.Fingerprint, one.TrustedOn.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        context.WriteTable(table);
        return Task.CompletedTask;
    });

    private static Verb Remove()
    {
        var fingerprint = new Argument<string>("FINGERPRINT") { Description = "the signer's fingerprint" };
        return new Verb("remove", "Stops believing a signer.", "azsreg marketplace signer remove FINGERPRINT", async (context, parsed, cancellationToken) =>
        {
            var meant = BundleSignerOption.Read(parsed.GetRequiredValue(fingerprint));
            if (!await new BundleSigners(context.Data, context.Clock).ForgetAsync(meant, cancellationToken))
                throw new CataloguedException(ErrorCatalogue.InvalidOption, $"{meant} is no signer trusted here.", ["azsreg marketplace signer list"]);
            if (context.IsJson) context.WriteJson(new { fingerprint = meant, trusted = false });
            else context.WriteLine($"Bundles of {meant} are not believed any more.");
        })
        {
            fingerprint,
        };
    }

    private static string Text(string path)
    {
        try
        {
            return TransferText.Decode(CarriedFiles.Read(path));
        }
        catch (Exception unreadable) when (unreadable is TokenFormatException or CataloguedException)
        {
            throw new CataloguedException(ErrorCatalogue.SignerFileUnusable, $"'{path}': {(unreadable is CataloguedException told ? told.Detail : unreadable.Message)}", inner: unreadable);
        }
    }

    private static object ToObject(TrustedSigner one) => new { one.Signer.Fingerprint, one.Label, one.TrustedOn };
}
