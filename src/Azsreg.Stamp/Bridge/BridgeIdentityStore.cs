using System.Data.Common;
using System.Security.Cryptography.X509Certificates;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Stamp.Facts;
using Dapper;

namespace Azsreg.Stamp.Bridge;

/// <summary>The bridge's identities, one a tenant; the private key only ever lies encrypted.</summary>
internal sealed class BridgeIdentityStore(SqlDatabase database, SecretProtector protector, TimeProvider clock)
{
    private const string Purpose = "stamp/bridge-certificate";

    private const string Columns =
        """
        tenant_id as TenantId, environment as Environment, display_name as DisplayName, application_object_id as ApplicationObjectId,
        application_id as ApplicationId, object_id as ObjectId, certificate as Certificate, not_after as NotAfter,
        next_certificate as NextCertificate, former_thumbprint as FormerThumbprint, renewal_id as RenewalId
        """;

    public Task<BridgeIdentity?> FindAsync(string tenantId, CancellationToken cancellationToken) =>
        FirstAsync("tenant_id = @value", tenantId, cancellationToken);

    public Task<BridgeIdentity?> FindByObjectIdAsync(string objectId, CancellationToken cancellationToken) =>
        FirstAsync("object_id = @value", objectId, cancellationToken);

    /// <summary>The identity the next registration token names: the one made last.</summary>
    public Task<BridgeIdentity?> LatestAsync(CancellationToken cancellationToken) =>
        FirstAsync("object_id is not null order by used_at desc limit 1", "", cancellationToken);

    public Task PutAsync(BridgeIdentity identity, CancellationToken cancellationToken) =>
        database.TransactAsync(
            (connection, transaction) => connection.ExecuteAsync(
                """
                insert into bridge_identities (tenant_id, environment, display_name, application_object_id, application_id, object_id,
                    certificate, thumbprint, not_after, next_certificate, former_thumbprint, renewal_id, created_at, used_at)
                values (@TenantId, @Environment, @DisplayName, @ApplicationObjectId, @ApplicationId, @ObjectId,
                    @Certificate, @Thumbprint, @NotAfter, @NextCertificate, @FormerThumbprint, @RenewalId, @At, @At)
                on conflict (tenant_id) do update set
                    environment = excluded.environment, display_name = excluded.display_name,
                    application_object_id = excluded.application_object_id, application_id = excluded.application_id,
                    object_id = excluded.object_id, certificate = excluded.certificate, thumbprint = excluded.thumbprint,
                    not_after = excluded.not_after, next_certificate = excluded.next_certificate,
                    former_thumbprint = excluded.former_thumbprint, renewal_id = excluded.renewal_id, used_at = excluded.used_at
                """,
                new
                {
                    identity.TenantId,
                    identity.Environment,
                    identity.DisplayName,
                    identity.ApplicationObjectId,
                    identity.ApplicationId,
                    identity.ObjectId,
                    Certificate = Seal(identity.Certificate),
                    identity.Certificate.Thumbprint,
                    NotAfter = Timestamp.Format(identity.NotAfter),
                    NextCertificate = identity.Next is { } next ? Seal(next) : null,
                    identity.FormerThumbprint,
                    identity.RenewalId,
                    At = Timestamp.Format(clock.GetUtcNow()),
                },
                transaction),
            cancellationToken);

    /// <summary>Notes that the identity was made, or found good, for a registration that is to come.</summary>
    public Task AwaitRegistrationAsync(string tenantId, CancellationToken cancellationToken) =>
        database.TransactAsync(
            (connection, transaction) => connection.ExecuteAsync(
                "update bridge_identities set awaits_registration = 1 where tenant_id = @tenantId", new { tenantId }, transaction),
            cancellationToken);

    /// <summary>Whether the registration the identity was made for has neither come nor been given up.</summary>
    public async Task<bool> AwaitsRegistrationAsync(string tenantId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long>("select awaits_registration from bridge_identities where tenant_id = @tenantId", new { tenantId }) != 0;
    }

    /// <summary>An activation came or went: no identity waits for one any more.</summary>
    public static Task SettleAsync(DbConnection connection, DbTransaction transaction) =>
        connection.ExecuteAsync("update bridge_identities set awaits_registration = 0", transaction: transaction);

    private async Task<BridgeIdentity?> FirstAsync(string condition, string value, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var row = await connection.QueryFirstOrDefaultAsync<Row>($"select {Columns} from bridge_identities where {condition}", new { value });
        if (row is null)
            return null;
        return new BridgeIdentity(
            row.TenantId,
            row.Environment,
            row.DisplayName,
            row.ApplicationObjectId,
            row.ApplicationId,
            row.ObjectId,
            Open(row.Certificate),
            Timestamp.Parse(row.NotAfter),
            row.NextCertificate is { } next ? Open(next) : null,
            row.FormerThumbprint,
            row.RenewalId);
    }

    private string Seal(X509Certificate2 certificate) =>
        protector.Protect(new Secret(Convert.ToBase64String(certificate.Export(X509ContentType.Pkcs12))), Purpose);

    private X509Certificate2 Open(string text) => X509CertificateLoader.LoadPkcs12(
        Convert.FromBase64String(protector.Unprotect(text, Purpose).Reveal()), null, X509KeyStorageFlags.EphemeralKeySet | X509KeyStorageFlags.Exportable);

    private sealed class Row
    {
        public required string TenantId { get; init; }
        public required string Environment { get; init; }
        public required string DisplayName { get; init; }
        public string? ApplicationObjectId { get; init; }
        public string? ApplicationId { get; init; }
        public string? ObjectId { get; init; }
        public required string Certificate { get; init; }
        public required string NotAfter { get; init; }
        public string? NextCertificate { get; init; }
        public string? FormerThumbprint { get; init; }
        public string? RenewalId { get; init; }
    }
}
