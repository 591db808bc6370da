using Azsreg.Cli.Verbs;

namespace Azsreg.Cli.Shell;

/// <summary>
/// Every verb, in the order of the help. To add one: a file under <c>Verbs/</c> with a static <c>Create()</c> that returns a
/// <see cref="Verb"/> (or a <c>Command</c> with verbs in it, as <see cref="CaVerbs"/>), and a line here. <c>Create</c> runs only
/// when its verb is called, so that <c>azsreg --help</c> loads nothing of it. <c>--data</c>, <c>--output</c>, <c>--verbose</c> and
/// <c>--help</c> are the shell's: a verb finds them in its <see cref="CliContext"/>. In short:
/// <code>
/// internal static class ThingVerb
/// {
///     public static Verb Create()
///     {
///         var name = new Argument&lt;string&gt;("NAME") { Description = "the thing" };
///         var password = new PasswordInput();
///         var verb = new Verb("thing", "Does a thing.", "azsreg thing NAME", async (context, parsed, cancellationToken) =>
///         {
///             var secret = password.Read(context, parsed, "Password of the thing");
///             await using var progress = context.StartProgress();
///             using (var step = progress.Begin("doing it")) { …; step.Succeed("done"); }
///             if (context.IsJson) { context.WriteJson(new { name = … }); return; }
///             context.WriteTable(new Table("Name", "State").Add("x", Cell.Good("active")));
///         }) { name };
///         password.AddTo(verb);
///         return verb;
///     }
/// }
/// </code>
/// </summary>
internal static class RootVerbs
{
    public static IReadOnlyList<VerbGroup> Groups { get; } =
    [
        new("This machine",
        [
            new("quickstart", "The whole story at once: start, sign in, register, prove", static () => QuickstartVerb.Create()),
            new("up", "An Azure side and stamps with sample data, until Ctrl-C", static () => UpVerb.Create()),
            new("cloud", "The Azure side by itself: serve, agreement, catalog, keys", static () => CloudVerbs.Create()),
            new("hosts", "Lines for the hosts file: the stamps' own names", static () => HostsVerb.Create()),
            new("ca", "The local certificate authority: show, export, trust", static () => CaVerbs.Create()),
        ]),
        new("Azure and the stamp",
        [
            new("login", "Sign in to Azure, or at a stamp with --stamp", static () => LoginVerb.Create()),
            new("logout", "Forget an account and its tokens here", static () => LogoutVerb.Create()),
            new("account", "Accounts and subscriptions: show, list, set", static () => AccountVerbs.Create()),
            new("environment", "The Azures: list, show, add, use, remove", static () => EnvironmentVerbs.Create()),
            new("stamp", "The stamps: add, list, info, use, remove, serve, workload, user", static () => StampVerbs.Create()),
            new("pep", "A stamp's privileged endpoint: connect, invoke", static () => PepVerbs.Create()),
            new("provider", "Resource providers: register, show", static () => ProviderVerbs.Create()),
        ]),
        new("Registration",
        [
            new("check", "Everything a registration needs, tried without changing it", static () => CheckVerb.Create()),
            new("registration", "Register a stamp: set, show, list, history, remove", static () => RegistrationVerbs.Create()),
            new("offline", "Register a stamp without a line to Azure, by files", static () => OfflineVerbs.Create()),
            new("status", "What Azure and the stamp say, and where they differ", static () => StatusVerb.Create()),
            new("alerts", "A stamp's alerts", static () => AlertsVerb.Create()),
            new("marketplace", "Marketplace items: list, download, update, delete", static () => MarketplaceVerbs.Create()),
            new("usage", "Usage: status, list, summary, reconcile, files", static () => UsageVerbs.Create()),
            new("customer", "Who is billed for a tenant: add, list, remove, preview", static () => CustomerVerbs.Create()),
        ]),
        new("azsreg itself",
        [
            new("role", "Least-privilege roles to give in Azure: list, show", static () => RoleVerbs.Create()),
            new("runbook", "The steps for this environment, as Markdown", static () => RunbookVerb.Create()),
            new("logs", "Log files, and a support archive without secrets", static () => LogsVerb.Create()),
            new("module", "The PowerShell module's side: serve", static () => ModuleVerbs.Create()),
            new("explain", "What an error code means and what to do", static () => ExplainVerb.Create()),
            new("version", "Which azsreg this is", static () => VersionVerb.Create()),
        ]),
    ];
}
