using System.Globalization;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary>What a bundle says of itself, for a person and as data.</summary>
internal static class BundleView
{
    public static Block ToBlock(string folder, SignedBundle bundle, string? signerName)
    {
        var manifest = bundle.Manifest;
        return new Block()
            .Add("folder", folder)
            .Add("kind", $"marketplace bundle, format {manifest.FormatVersion}")
            .Add("made", $"{manifest.Created.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)} by {manifest.CreatedBy}")
            .Add("exported by", $"{manifest.Source.Account}, from {manifest.Source.Environment}")
            .Add("registration", manifest.Source.RegistrationId)
            .Add("cloud id", manifest.Source.CloudId ?? "not told")
            .Add("signed by", bundle.Signer.Fingerprint)
            .Add("signer", signerName is null ? Cell.Bad("not trusted here") : Cell.Good($"trusted here: {signerName}"))
            .Add("manifest", bundle.IsSignatureWhole ? Cell.Good("whole: the signature covers every byte and fits") : Cell.Bad("altered: the signature does not fit"))
            .Add("content", $"{BundleResult.Items(manifest.Products.Count)}, {manifest.Files.Count} files, {ByteSize.Exact(manifest.Files.Sum(file => file?.Size ?? 0))}");
    }

    public static object ToObject(SignedBundle bundle, string? signerName) => new
    {
        bundle.Manifest.FormatVersion,
        bundle.Manifest.Created,
        bundle.Manifest.CreatedBy,
        bundle.Manifest.Source,
        Signer = new { bundle.Signer.Fingerprint, Name = signerName, Trusted = signerName is not null, Fits = bundle.IsSignatureWhole },
        Files = bundle.Manifest.Files.Count,
        Bytes = bundle.Manifest.Files.Sum(file => file?.Size ?? 0),
        Products = bundle.Manifest.Products.Where(product => product is not null).Select(product => new
        {
            product.Name, Title = product.Properties.DisplayName, Kind = product.Properties.ProductKind, product.DependsOn, product.Terms,
        }),
    };
}
