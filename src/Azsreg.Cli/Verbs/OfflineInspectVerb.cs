using System.CommandLine;
using System.Globalization;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Roles;
using Azsreg.Cli.Shell;
using Azsreg.Operator.Bundles;
using Azsreg.Operator.Offline;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg offline inspect</c>: says what is in a carried file.</summary>
internal static class OfflineInspectVerb
{
    public static Verb Create()
    {
        var file = new Argument<string>("FILE") { Description = "a registration token, an activation key, a set of signing keys, or the folder of a marketplace bundle" };
        var keys = new Option<string?>("--trusted-keys") { Description = "signing keys to check an activation key with; those this data folder's stamps trust where left out", HelpName = "FILE" };
        return new Verb("inspect", "Says what is in a carried file, who signed it and whether it is whole. Asks neither Azure nor a stamp.", "azsreg offline inspect token.txt", (context, parsed, _) =>
        {
            var path = parsed.GetRequiredValue(file);
            if (Directory.Exists(path))
            {
                ShowBundle(context, path);
                return Task.CompletedTask;
            }

            var source = $"'{path}'";
            var bytes = CarriedFiles.Read(path);
            switch (CarriedFile.KindOf(bytes, source))
            {
                case CarriedKind.RegistrationToken:
                    Show(context, path, CarriedFile.ReadToken(bytes, source));
                    break;
                case CarriedKind.ActivationKey:
                    using (var known = Known(context, parsed.GetValue(keys)))
                        Show(context, path, CarriedFile.ReadKey(bytes, source, known, demandKnown: parsed.GetValue(keys) is not null));
                    break;
                case CarriedKind.ActivationKeySet:
                    using (var set = CarriedFile.ReadKeySet(bytes, source))
                        Show(context, path, set);
                    break;
                default:
                    throw new CataloguedException(
                        ErrorCatalogue.CarriedFileOfWrongKind, $"{source} is of an unknown kind: neither a registration token, nor an activation key, nor a set of signing keys.");
            }

            return Task.CompletedTask;
        })
        {
            file, keys,
        };
    }

    /// <summary>When a key ends, for a person.</summary>
    public static Cell Expiry(ActivationKey key, DateTimeOffset now)
    {
        if (key.Expires == WellKnown.NeverExpires) return "never";
        var end = ActivationKeyCodec.ExpiresAt(key);
        var day = end.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return end <= now ? Cell.Bad($"{day}, which is past") : $"{day}, in {(int)(end - now).TotalDays} days";
    }

    /// <summary>The keys given, else those that the stamps of this data folder trust.</summary>
    private static ActivationKeySet Known(CliContext context, string? path)
    {
        if (path is not null) return CarriedFile.ReadKeySet(CarriedFiles.Read(path), $"'{path}'");
        var known = new ActivationKeySet();
        var stamps = new DirectoryInfo(Path.Combine(context.Data.Path, "stamps"));
        foreach (var trusted in stamps.Exists ? stamps.GetDirectories().Select(stamp => StampRunner.ActivationKeysPath(context.Data, stamp.Name)).Where(File.Exists) : [])
        {
            try
            {
                known.Add(File.ReadAllText(trusted));
            }
            catch (Exception unreadable) when (unreadable is FormatException or IOException or UnauthorizedAccessException)
            {
                // Then those keys are not known here, and the answer says so.
            }
        }

        return known;
    }

    private static void Show(CliContext context, string path, CarriedToken carried)
    {
        var token = carried.Token;
        if (context.IsJson)
        {
            context.WriteJson(new
            {
                Kind = CarriedKind.RegistrationToken,
                File = Path.GetFullPath(path),
                Whole = carried.Seal == TokenSeal.Whole ? true : (bool?)null,
                carried.Seal,
                SignedBy = carried.SignerKey,
                Sha256 = carried.Fingerprint,
                TokenVersion = token.Version,
                token.CloudId,
                token.DeploymentId,
                token.StampVersion,
                RegistrationName = WellKnown.DefaultRegistrationName(token.CloudId),
                token.BillingModel,
                token.AgreementNumber,
                token.MsAssetTag,
                MarketplaceSyndication = token.MarketplaceSyndicationEnabled,
                UsageReporting = token.UsageReportingEnabled,
                token.ObjectId,
                Nodes = token.HardwareInfo.Count,
                Cores = token.HardwareInfo.Sum(node => (long)node.NumCores),
                token.RegionNames,
                token.Issuer,
                Date = token.IssuedAt,
            });
            return;
        }

        context.WriteBlock(new Block()
            .Add("file", path)
            .Add("kind", "registration token, from a stamp to Azure")
            .Add("whole", carried.Seal switch
            {
                TokenSeal.Whole => Cell.Good("yes: the signature covers every byte and fits"),
                TokenSeal.None => Cell.Wait($"not told: tokens of version {token.Version} are not signed; compare the SHA-256"),
                _ => Cell.Wait("not told: it is signed in a layout that only the real Azure can judge"),
            })
            .Add("signed by", carried.SignerKey is { } key ? $"the stamp's own key {key}" : "nobody this program can check")
            .Add("cloud id", token.CloudId)
            .Add("stamp", $"{token.StampVersion ?? "version not told"}, {Nodes(token.HardwareInfo)}")
            .Add("billing model", token.BillingModel + (token.AgreementNumber is { } number ? $", agreement {number}" : "") + (token.MsAssetTag is { } tag ? $", asset tag {tag}" : ""))
            .Add("features", Features(token.MarketplaceSyndicationEnabled, token.UsageReportingEnabled))
            .Add("bridge principal", token.ObjectId ?? "none: the stamp has no line to Azure")
            .Add("token version", token.Version)
            .Add("made", token.IssuedAt is { } at ? at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) : "not told")
            .Add("sha-256", carried.Fingerprint));
    }

    private static void Show(CliContext context, string path, CarriedKey carried)
    {
        var (key, now) = (carried.Key, context.Clock.GetUtcNow());
        if (context.IsJson)
        {
            context.WriteJson(new
            {
                Kind = CarriedKind.ActivationKey,
                File = Path.GetFullPath(path),
                Whole = carried.IsVerified ? true : (bool?)null,
                SignedBy = carried.KeyId,
                SignerKnown = carried.IsVerified,
                Sha256 = carried.Fingerprint,
                key.RegistrationName,
                carried.RegistrationId,
                ResourceGroup = key.ResourceGroupName,
                key.SubscriptionId,
                key.CloudId,
                key.BillingModel,
                key.AgreementNumber,
                key.MsAssetTag,
                MarketplaceSyndication = key.MarketplaceSyndicationEnabled,
                UsageReporting = key.UsageReportingEnabled,
                key.ObjectId,
                Nodes = key.HardwareInfo.Count,
                Cores = key.HardwareInfo.Sum(node => (long)node.NumCores),
                key.RegionNames,
                key.Expires,
                Expired = ActivationKeyCodec.ExpiresAt(key) <= now,
                key.MarketplaceEndpoint,
                key.UsageEndpoint,
            });
            return;
        }

        context.WriteBlock(new Block()
            .Add("file", path)
            .Add("kind", "activation key, from Azure to a stamp")
            .Add("whole", carried.IsVerified
                ? Cell.Good("yes: the signature covers every byte and fits")
                : Cell.Wait("not told: the signer's key is not known here (give it with --trusted-keys); the stamp will check"))
            .Add("signed by", $"key {carried.KeyId} of the Azure at {key.MarketplaceEndpoint ?? "an address it does not tell"}")
            .Add("registration", key.RegistrationName)
            .Add("resource group", key.ResourceGroupName)
            .Add("subscription", key.SubscriptionId)
            .Add("cloud id", key.CloudId)
            .Add("expires", Expiry(key, now))
            .Add("billing model", key.BillingModel + (key.AgreementNumber is { } number ? $", agreement {number}" : "") + (key.MsAssetTag is { } tag ? $", asset tag {tag}" : ""))
            .Add("features", Features(key.MarketplaceSyndicationEnabled, key.UsageReportingEnabled))
            .Add("bridge principal", string.IsNullOrEmpty(key.ObjectId) ? "none: for a stamp without a line to Azure" : key.ObjectId)
            .Add("hardware", Nodes(key.HardwareInfo))
            .Add("sha-256", carried.Fingerprint));
    }

    /// <summary>The manifest alone: reading all of the content takes as long as its bytes, and has a verb of its own.</summary>
    private static void ShowBundle(CliContext context, string path)
    {
        var (bundle, signerName) = new BundleVerification(new BundleSigners(context.Data, context.Clock)).Inspect(path);
        if (context.IsJson)
        {
            context.WriteJson(new { Kind = "MarketplaceBundle", Folder = Path.GetFullPath(path), Bundle = BundleView.ToObject(bundle, signerName) });
            return;
        }

        context.WriteBlock(BundleView.ToBlock(Path.GetFullPath(path), bundle, signerName));
        context.WriteLine($"Whether every file is whole: azsreg marketplace verify --repository {OfflineNextStep.Quoted(path)}");
    }

    private static void Show(CliContext context, string path, ActivationKeySet set)
    {
        if (context.IsJson)
        {
            context.WriteJson(new { Kind = CarriedKind.ActivationKeySet, File = Path.GetFullPath(path), set.KeyIds });
            return;
        }

        var block = new Block()
            .Add("file", path)
            .Add("kind", "signing keys (public), from Azure to a stamp")
            .Add("signed by", "nobody: carry it as you would a certificate authority");
        foreach (var key in set.KeyIds) block.Add("key", key);
        context.WriteBlock(block);
    }

    private static string Nodes(IReadOnlyList<HardwareInfo> nodes) =>
        $"{nodes.Count} node{(nodes.Count == 1 ? "" : "s")}, {nodes.Sum(node => (long)node.NumCores)} cores";

    private static string Features(bool syndication, bool usage) => $"marketplace syndication {(syndication ? "on" : "off")}, usage reporting {(usage ? "on" : "off")}";
}
