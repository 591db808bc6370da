using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azsreg.AzureClient;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Operator;
using Azsreg.Operator.Accounts;
using Azsreg.Operator.SignIn;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg login</c>.</summary>
internal sealed class LoginVerb
{
    private readonly Option<string?> _environment = new("--environment") { Description = "which Azure; the one in use where left out", HelpName = "NAME" };
    private readonly Option<string?> _stamp = new("--stamp") { Description = "sign in at this stamp's administrator endpoint instead", HelpName = "NAME" };
    private readonly Option<string?> _tenant = new("--tenant") { Description = "the directory, by id or domain", HelpName = "DIRECTORY" };
    private readonly Option<string?> _clientId = new("--client-id") { Description = "sign in as this public application", HelpName = "ID" };
    private readonly Option<bool> _browser = new("--browser") { Description = "use a browser on this machine" };
    private readonly Option<string?> _userName = new("--username") { Description = "use a password; not for accounts with a second factor", HelpName = "NAME" };
    private readonly Option<string?> _application = new("--service-principal") { Description = "sign in as this application", HelpName = "APP-ID" };
    private readonly Option<string?> _certificate = new("--certificate") { Description = "the application's certificate with its key: PEM or PFX", HelpName = "FILE" };
    private readonly PasswordInput _password = new();

    public static Verb Create() => new LoginVerb().Build();

    private Verb Build()
    {
        var verb = new Verb(
            "login",
            "Signs in to Azure, or with --stamp at a stamp's administrator endpoint. Without further options it shows a code to type at another screen, which works for every account.",
            "azsreg login",
            RunAsync)
        {
            _environment, _stamp, _tenant, _clientId, _browser, _userName, _application, _certificate,
        };
        _password.AddTo(verb);
        return verb;
    }

    private async Task RunAsync(CliContext context, ParseResult parsed, CancellationToken cancellationToken)
    {
        var request = new LoginRequest(MethodOf(context, parsed))
        {
            Environment = parsed.GetValue(_environment),
            Stamp = parsed.GetValue(_stamp),
            Tenant = parsed.GetValue(_tenant),
            ClientId = parsed.GetValue(_clientId),
        };
        using var operation = new OperatorContext(context.Data, context.Clock);
        var result = await operation.SignIn.LoginAsync(request, new LoginScreen(context), cancellationToken);
        var azure = request.Stamp is null ? operation.Environments.Get(request.Environment).Environment : null;
        Tell(context, request, azure, result);
    }

    private LoginMethod MethodOf(CliContext context, ParseResult parsed)
    {
        var application = parsed.GetValue(_application);
        var userName = parsed.GetValue(_userName);
        var browser = parsed.GetValue(_browser);
        if ((application is null ? 0 : 1) + (userName is null ? 0 : 1) + (browser ? 1 : 0) > 1)
            throw new CataloguedException(ErrorCatalogue.InvalidOption, "Give one of --browser, --username and --service-principal.");
        if (application is null && parsed.GetValue(_certificate) is not null)
            throw new CataloguedException(ErrorCatalogue.InvalidOption, "--certificate goes with --service-principal.");
        if (application is null && userName is null && _password.IsGiven(parsed))
            throw new CataloguedException(ErrorCatalogue.InvalidOption, "A password goes with --username or --service-principal.");
        if (application is not null)
        {
            return parsed.GetValue(_certificate) is { } file
                ? new LoginMethod.ApplicationCertificate(application, LoadCertificate(file))
                : new LoginMethod.ApplicationSecret(application, _password.Read(context, parsed, $"Secret of application {application}"));
        }

        if (userName is not null)
            return new LoginMethod.Password(userName, _password.Read(context, parsed, $"Password of {userName}"));
        return browser ? new LoginMethod.Browser() : new LoginMethod.DeviceCode();
    }

    private static X509Certificate2 LoadCertificate(string path)
    {
        try
        {
            if (X509Certificate2.GetCertContentType(path) == X509ContentType.Pkcs12)
                return X509CertificateLoader.LoadPkcs12FromFile(path, password: null, X509KeyStorageFlags.Exportable);
            return X509Certificate2.CreateFromPemFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new CataloguedException(ErrorCatalogue.CertificateFileUnreadable, $"'{path}': {e.Message}", inner: e);
        }
    }

    private static void Tell(CliContext context, LoginRequest request, AzureEnvironment? azure, LoginResult result)
    {
        var account = result.Account;
        if (context.IsJson)
        {
            context.WriteJson(new
            {
                environment = account.Realm,
                azure?.StandsFor,
                account = account.Name,
                kind = account.Kind,
                tenantId = account.TenantId,
                objectId = account.ObjectId,
                subscriptionInUse = result.InUse?.Id,
                subscriptions = account.Subscriptions.Select(AccountVerbs.ToObject),
                skipped = result.Skipped,
            });
            return;
        }

        context.WriteLine($"Signed in to {(azure?.Told ?? $"stamp {request.Stamp}")} as {account.Name}.");
        // At a stamp there is one subscription, the stamp's own: nothing to choose from.
        if (account.Subscriptions.Count > 0 && request.Stamp is null)
        {
            context.WriteLine();
            AccountVerbs.WriteTable(context, account.Subscriptions, result.InUse?.Id);
        }

        foreach (var skipped in result.Skipped)
            context.WriteLine(context.Style.Wait($"  directory {skipped.Name ?? skipped.TenantId} not read: {skipped.Reason}; azsreg login --tenant {skipped.Name ?? skipped.TenantId}"));
        if (request.Stamp is null)
            TellSubscription(context, result);
    }

    private static void TellSubscription(CliContext context, LoginResult result)
    {
        context.WriteLine();
        context.WriteLine((result.InUse, result.Account.Subscriptions.Count) switch
        {
            ({ } inUse, 1) => $"{inUse.Name} is in use.",
            ({ } inUse, _) => $"{inUse.Name} is in use. Another one:  azsreg account set --subscription NAME",
            (null, 0) => "The account sees no subscription. Another directory:  azsreg login --tenant DIRECTORY",
            _ => "None of these can be used now. Choose one anyway:  azsreg account set --subscription NAME",
        });
    }
}
