using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Hosting;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg ca show|export|trust</c>: the data folder's own certificate authority. None of them changes the machine.</summary>
internal static class CaVerbs
{
    public static Command Create() => new("ca", "The certificate authority that this data folder's roles have their certificates from.")
    {
        Show(),
        Export(),
        Trust(),
    };

    private static Verb Show() => new(
        "show",
        "Shows the authority.",
        "azsreg ca show",
        (context, _, _) =>
        {
            using var authority = LocalCertificateAuthority.LoadOrCreate(context.Data, context.Clock);
            var root = authority.Root;
            var fingerprint = Convert.ToHexString(root.GetCertHash(HashAlgorithmName.SHA256));
            if (context.IsJson)
            {
                context.WriteJson(new
                {
                    root.Subject,
                    sha256 = fingerprint,
                    notBefore = new DateTimeOffset(root.NotBefore.ToUniversalTime()),
                    notAfter = new DateTimeOffset(root.NotAfter.ToUniversalTime()),
                    path = authority.RootPemPath,
                });
                return Task.CompletedTask;
            }

            context.WriteBlock(new Block()
                .Add("subject", root.Subject)
                .Add("sha-256", fingerprint)
                .Add("valid", $"{Day(root.NotBefore)} to {Day(root.NotAfter)}")
                .Add("file", authority.RootPemPath));
            return Task.CompletedTask;
        });

    private static Verb Export()
    {
        var file = new Option<string?>("--file") { Description = "where to write it; standard output where left out", HelpName = "FILE" };
        return new Verb(
            "export",
            "Writes the authority's certificate (never its key) as PEM.",
            "azsreg ca export --file azsreg-ca.pem",
            (context, parsed, _) =>
            {
                using var authority = LocalCertificateAuthority.LoadOrCreate(context.Data, context.Clock);
                var pem = authority.ExportRootPem();
                var path = parsed.GetValue(file);
                if (path is not null)
                {
                    WriteFile(path, pem);
                }

                if (context.IsJson)
                {
                    context.WriteJson(new { path = path is null ? null : Path.GetFullPath(path), pem });
                }
                else if (path is null)
                {
                    context.Io.Out.Write(pem);
                }
                else
                {
                    context.WriteLine($"written to {Path.GetFullPath(path)}");
                }

                return Task.CompletedTask;
            })
        {
            file,
        };
    }

    private static Verb Trust() => new(
        "trust",
        "Says how other programs on this machine are made to trust the authority. Whoever runs the commands decides: azsreg itself adds nothing to the machine's trust store.",
        "azsreg ca trust",
        (context, _, _) =>
        {
            using var authority = LocalCertificateAuthority.LoadOrCreate(context.Data, context.Clock);
            var ways = Ways(authority.RootPemPath);
            if (context.IsJson)
            {
                context.WriteJson(new { path = authority.RootPemPath, ways = ways.Select(way => new { way.For, way.Command }) });
                return Task.CompletedTask;
            }

            foreach (var (purpose, command) in ways)
            {
                context.WriteLine(context.Style.Dim(purpose));
                context.WriteLine("  " + command);
            }

            return Task.CompletedTask;
        });

    private static IReadOnlyList<(string For, string Command)> Ways(string path) =>
    [
        ("curl, once", $"curl --cacert '{path}' https://localhost:20000/healthz"),
        ("OpenSSL's programs, in this shell", $"export SSL_CERT_FILE='{path}'"),
        ("Python's requests and the Azure CLI, in this shell", $"export REQUESTS_CA_BUNDLE='{path}'"),
        ("Node.js, in this shell", $"export NODE_EXTRA_CA_CERTS='{path}'"),
        OperatingSystem.IsWindows() ? ("every program of this user", $"certutil -user -addstore Root \"{path}\"")
        : OperatingSystem.IsMacOS() ? ("every program of this user", $"security add-trusted-cert -k ~/Library/Keychains/login.keychain-db '{path}'")
        : ("every program of this machine (Debian, Ubuntu)", $"sudo cp '{path}' /usr/local/share/ca-certificates/azsreg.crt && sudo update-ca-certificates"),
    ];

    private static string Day(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void WriteFile(string path, string content)
    {
        try
        {
            File.WriteAllText(path, content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CataloguedException(ErrorCatalogue.InvalidOption, $"--file '{path}': {exception.Message}", inner: exception);
        }
    }
}
