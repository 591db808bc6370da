using Azsreg.Hosting;

namespace Azsreg.Cli.Verbs;

/// <summary>Authorities named with <c>--ca-file</c>, as they are kept with an environment or stamp.</summary>
internal static class TrustFiles
{
    /// <summary>The file's certificates as PEM texts; none where no file is named.</summary>
    /// <exception cref="Protocol.CataloguedException">The file cannot be read or holds no certificate.</exception>
    public static IReadOnlyList<string> Read(string? path)
    {
        if (path is null)
            return [];
        var authorities = CertificateFiles.LoadAuthorities(path);
        try
        {
            return [.. authorities.Select(authority => authority.ExportCertificatePem())];
        }
        finally
        {
            foreach (var authority in authorities)
                authority.Dispose();
        }
    }
}
