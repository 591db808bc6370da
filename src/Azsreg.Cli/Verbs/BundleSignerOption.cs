using System.CommandLine;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary>A signer named by its fingerprint.</summary>
internal sealed class BundleSignerOption(string meaning)
{
    private readonly Option<string?> _fingerprint = new("--trust-signer") { Description = $"{meaning}: its fingerprint, as 'azsreg marketplace signer show' prints it where bundles are exported", HelpName = "FINGERPRINT" };

    public void AddTo(Command command) => command.Add(_fingerprint);

    /// <summary>The fingerprint; null where none was given.</summary>
    /// <exception cref="CataloguedException">It is none (AZR1001).</exception>
    public string? Fingerprint(ParseResult parsed) => parsed.GetValue(_fingerprint) is { } typed ? Read(typed) : null;

    /// <exception cref="CataloguedException">It is none (AZR1001).</exception>
    public static string Read(string typed) => BundleSigner.NormalFingerprint(typed) ?? throw new CataloguedException(
        ErrorCatalogue.InvalidOption, "A signer's fingerprint is 64 hexadecimal digits; colons and blanks between them do not matter.");
}
