using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azsreg.Protocol;
using Azsreg.Remoting;
using Azsreg.Remoting.Server;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Facts;

namespace Azsreg.Stamp.PrivilegedEndpoint;

/// <summary>
/// Lets the stamp's cloud administrator in, as <c>DOMAIN\CloudAdmin</c> or <c>CloudAdmin@domain</c>, or by a client certificate mapped to that
/// account, and nobody else.
/// </summary>
internal sealed class CloudAdministratorAuthenticator(StampFacts facts, StampOptions options, AuditLog audit, TimeProvider clock) : IRemotingAuthenticator
{
    /// <summary>The action the audit keeps a sign-in as.</summary>
    public const string SignIn = "PrivilegedEndpoint/signIn";

    /// <summary>Refusals kept a minute: whoever tries names at random must not fill the disk.</summary>
    private const int RefusalsKept = 60;

    private readonly Lock _counting = new();
    private DateTimeOffset _minute;
    private int _refusals;

    public async ValueTask<RemoteIdentity?> AuthenticateAsync(string userName, SecureText password, IPAddress? remote, CancellationToken cancellationToken)
    {
        var known = IsCloudAdministrator(userName);
        // Compared for an unknown name as well, so that the time of the answer does not tell which of the two was wrong.
        var right = options.CloudAdministratorPassword.Equals(new Secret(password.Reveal()));
        var from = remote?.ToString() ?? "local";
        if (known && right)
        {
            await audit.WriteAsync(StampCaller.CloudAdministrator(Account), SignIn, from, "Succeeded", cancellationToken: cancellationToken);
            return new RemoteIdentity(Account, remote);
        }

        if (!IsKept())
            return null;
        await audit.WriteAsync(
            StampCaller.CloudAdministrator(Bounded(userName)), SignIn, from, "Refused", IsAzureAccount(userName) ? "an account of Azure, not of the stamp" : "", cancellationToken);
        return null;
    }

    public async ValueTask<RemoteIdentity?> AuthenticateAsync(X509Certificate2 certificate, IPAddress? remote, CancellationToken cancellationToken)
    {
        var (user, reason) = options.ClientCertificates?.Find(certificate, clock.GetUtcNow()) ?? (null, "no certificate is mapped");
        if (user is not null && !IsCloudAdministrator(user))
            (user, reason) = (null, $"mapped to {user}, who may not open the privileged endpoint");
        var from = remote?.ToString() ?? "local";
        var shown = $"certificate {certificate.GetCertHashString(HashAlgorithmName.SHA256)}, {Bounded(certificate.Subject)}";
        if (user is not null)
        {
            await audit.WriteAsync(StampCaller.CloudAdministrator(Account), SignIn, from, "Succeeded", shown, cancellationToken);
            return new RemoteIdentity(Account, remote);
        }

        if (IsKept())
            await audit.WriteAsync(StampCaller.CloudAdministrator(Bounded(certificate.Subject)), SignIn, from, "Refused", $"{shown}: {reason}", cancellationToken);
        return null;
    }

    private string Account => $@"{facts.DomainNetBiosName}\{options.CloudAdministratorName}";

    private bool IsCloudAdministrator(string userName) =>
        userName.Equals(Account, StringComparison.OrdinalIgnoreCase)
        || userName.Equals($"{options.CloudAdministratorName}@{facts.DomainFqdn}", StringComparison.OrdinalIgnoreCase);

    private static string Bounded(string name) => name.Length > 128 ? name[..128] : name;

    private bool IsKept()
    {
        lock (_counting)
        {
            var now = clock.GetUtcNow();
            if (now - _minute >= TimeSpan.FromMinutes(1))
                (_minute, _refusals) = (now, 0);
            return ++_refusals <= RefusalsKept;
        }
    }

    private bool IsAzureAccount(string userName) =>
        userName.Contains('@', StringComparison.Ordinal) && !userName.EndsWith("@" + facts.DomainFqdn, StringComparison.OrdinalIgnoreCase);
}
