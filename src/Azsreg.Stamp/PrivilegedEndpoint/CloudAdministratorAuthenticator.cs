using System.Net;
using Azsreg.Protocol;
using Azsreg.Remoting;
using Azsreg.Remoting.Server;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Facts;

namespace Azsreg.Stamp.PrivilegedEndpoint;

/// <summary>Lets the stamp's cloud administrator in, as <c>DOMAIN\CloudAdmin</c> or <c>CloudAdmin@domain</c>, and nobody else.</summary>
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
        var account = $@"{facts.DomainNetBiosName}\{options.CloudAdministratorName}";
        var known = userName.Equals(account, StringComparison.OrdinalIgnoreCase)
            || userName.Equals($"{options.CloudAdministratorName}@{facts.DomainFqdn}", StringComparison.OrdinalIgnoreCase);
        // Compared for an unknown name as well, so that the time of the answer does not tell which of the two was wrong.
        var right = options.CloudAdministratorPassword.Equals(new Secret(password.Reveal()));
        var from = remote?.ToString() ?? "local";
        if (known && right)
        {
            await audit.WriteAsync(StampCaller.CloudAdministrator(account), SignIn, from, "Succeeded", cancellationToken: cancellationToken);
            return new RemoteIdentity(account, remote);
        }

        if (!IsKept())
            return null;
        var shown = userName.Length > 128 ? userName[..128] : userName;
        await audit.WriteAsync(
            StampCaller.CloudAdministrator(shown), SignIn, from, "Refused", IsAzureAccount(userName) ? "an account of Azure, not of the stamp" : "", cancellationToken);
        return null;
    }

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
