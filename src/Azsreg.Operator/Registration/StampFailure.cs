using System.Text.RegularExpressions;
using Azsreg.Protocol;
using Azsreg.Remoting;

namespace Azsreg.Operator.Registration;

/// <summary>Turns what a stamp reports into the catalogue's words. A real stamp has only sentences, ours also has codes in them.</summary>
internal static partial class StampFailure
{
    /// <summary>True where the stamp could not begin because another action runs, or stopped waiting for one that still does.</summary>
    public static bool IsActionRunning(RemoteError error) =>
        IdOf(error) is "ActionInProgress" or "ActionTimedOut"
        || error.Message.Contains("another action is in progress", StringComparison.OrdinalIgnoreCase)
        || error.Message.Contains("Execution timeout", StringComparison.OrdinalIgnoreCase);

    public static CataloguedException Of(string command, RemoteError error)
    {
        var id = IdOf(error);
        if (OwnCode.Match(error.Message) is { Success: true } own && ErrorCatalogue.Find(own.Groups[1].Value) is { } entry)
            return new CataloguedException(entry, own.Groups[2].Value);
        if (ErrorCatalogue.Find(id) is { } byId) return new CataloguedException(byId, error.Message);

        var told = $"{command}: {Bounded(error.Message)}";
        if (IsActionRunning(error)) return new CataloguedException(ErrorCatalogue.StampBusy, told);
        if (id == "ActionInterrupted") return new CataloguedException(ErrorCatalogue.StampActionInterrupted, told);
        if (id is "NamedParameterNotFound" or "CommandNotFoundException")
            return new CataloguedException(ErrorCatalogue.StampTooOld, told);
        if (error.Message.Contains("hardware info", StringComparison.OrdinalIgnoreCase))
            return new CataloguedException(ErrorCatalogue.HardwareUnreadable, told);
        return new CataloguedException(ErrorCatalogue.StampCommandFailed, told);
    }

    public static CataloguedException Of(RemotingException failure, string where) => failure switch
    {
        RemotingSignInException => new(ErrorCatalogue.CloudAdminRefused, $"{where} did not accept the user name and password.", inner: failure),
        RemotingAccessDeniedException => new(ErrorCatalogue.CloudAdminRefused, $"{where}: {failure.Message}", inner: failure),
        RemotingUnreachableException => new(ErrorCatalogue.PrivilegedEndpointUnreachable, $"{where}: {failure.Message}", inner: failure),
        _ => new(ErrorCatalogue.RemotingProtocolBroken, $"{where}: {failure.Message}", inner: failure),
    };

    // "Id,Command": the part before the comma is the stable one.
    private static string IdOf(RemoteError error) => error.FullyQualifiedErrorId.Split(',')[0];

    private static string Bounded(string text) => text.Length > 1000 ? text[..1000] + "…" : text;

    [GeneratedRegex(@"^(AZR\d{4}) [^:]{1,200}: (.*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 200)]
    private static partial Regex OwnCode { get; }
}
