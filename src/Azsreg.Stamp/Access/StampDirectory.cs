using Azsreg.Hosting;
using Azsreg.Identity;
using Azsreg.Protocol;
using Azsreg.Stamp.Facts;
using Dapper;

namespace Azsreg.Stamp.Access;

/// <summary>
/// The stamp's own directory: one tenant, and in it the administrator of the settings as Owner of the Default Provider Subscription, more users
/// where the options name some, and the portal.
/// </summary>
internal sealed class StampDirectory(
    IdentityDirectory directory, StampAccess access, SqlDatabase database, SecretProtector protector, StampFacts facts, PortalRegistration portal)
{
    private const string Purpose = "stamp/administrator-password";

    public async Task PrepareAsync(StampUser administrator, IReadOnlyList<StampUser> more, CancellationToken cancellationToken)
    {
        var tenant = await directory.FindTenantAsync(facts.AdminTenantId, cancellationToken)
            ?? await directory.CreateTenantAsync(facts.AdminTenantId, "Azure Stack", Domains(administrator.Name), cancellationToken);
        foreach (var user in more.Prepend(administrator))
            await EnsureAsync(tenant, user, cancellationToken);
        await PreparePortalAsync(tenant.Id, cancellationToken);
    }

    private async Task EnsureAsync(Tenant tenant, StampUser wanted, CancellationToken cancellationToken)
    {
        var user = await directory.FindUserByNameAsync(tenant.Id, wanted.Name, cancellationToken)
            ?? await directory.CreateUserAsync(
                new NewUser { TenantId = tenant.Id, UserPrincipalName = wanted.Name, DisplayName = wanted.DisplayName }, cancellationToken);
        if (!wanted.Password.Equals(await LastSetAsync(user, cancellationToken)))
        {
            await directory.SetPasswordAsync(tenant.Id, user.ObjectId, wanted.Password, cancellationToken);
            if (wanted.TotpSecret is { } secret)
                await directory.SetSecondFactorAsync(tenant.Id, user.ObjectId, secret, cancellationToken);
            await RememberAsync(user, wanted.Password, cancellationToken);
        }

        await access.GrantAsync(user.ObjectId.ToString(), wanted.Role, cancellationToken);
    }

    /// <summary>Enters the portal with the addresses it has at this start.</summary>
    private async Task PreparePortalAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        var id = Guid.Parse(PortalRegistration.ClientId);
        string[] addresses = [.. portal.RedirectUris.Select(address => address.AbsoluteUri)];
        if (await directory.FindApplicationAsync(id, cancellationToken) is not { } known)
        {
            await directory.CreateApplicationAsync(
                new NewApplication { TenantId = tenantId, AppId = id, DisplayName = PortalRegistration.DisplayName, IsPublicClient = true, RedirectUris = addresses },
                cancellationToken);
        }
        else if (!known.RedirectUris.SequenceEqual(addresses))
        {
            await directory.UpdateApplicationAsync(id, redirectUris: addresses, cancellationToken: cancellationToken);
        }
    }

    /// <summary>The stamp's domain, and that of the administrator where the settings give another.</summary>
    private string[] Domains(string administrator) =>
        [.. new[] { facts.DomainFqdn, administrator[(administrator.IndexOf('@', StringComparison.Ordinal) + 1)..] }.Distinct(StringComparer.OrdinalIgnoreCase)];

    private async Task<Secret?> LastSetAsync(User user, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var stored = await connection.ExecuteScalarAsync<string?>("select password from administrators where principal_id = @id", new { id = user.ObjectId.ToString() });
        return stored is null ? null : protector.Unprotect(stored, Purpose);
    }

    private Task<int> RememberAsync(User user, Secret password, CancellationToken cancellationToken) =>
        database.TransactAsync(
            (connection, transaction) => connection.ExecuteAsync(
                "insert into administrators (principal_id, password) values (@id, @sealedPassword) on conflict (principal_id) do update set password = excluded.password",
                new { id = user.ObjectId.ToString(), sealedPassword = protector.Protect(password, Purpose) },
                transaction),
            cancellationToken);
}
