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
        application_id as ApplicationId, object_id as ObjectId, certificate as Certificate, not_after as NotAfter
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
                    certificate, thumbprint, not_after, created_at, used_at)
                values (@TenantId, @Environment, @DisplayName, @ApplicationObjectId, @ApplicationId, @ObjectId,
                    @Certificate, @Thumbprint, @NotAfter, @At, @At)
                on conflict (tenant_id) do update set
                    environment = excluded.environment, display_name = excluded.display_name,
                    application_object_id = excluded.application_object_id, application_id = excluded.application_id,
                    object_id = excluded.object_id, certificate = excluded.certificate, thumbprint = excluded.thumbprint,
                    not_after = excluded.not_after, used_at = excluded.used_at
                """,
                new
                {
                    identity.TenantId,
                    identity.Environment,
                    identity.DisplayName,
                    identity.ApplicationObjectId,
                    identity.ApplicationId,
                    identity.ObjectId,
                    Certificate = protector.Protect(new Secret(Convert.ToBase64String(identity.Certificate.Export(X509ContentType.Pkcs12))), Purpose),
                    identity.Certificate.Thumbprint,
                    NotAfter = Timestamp.Format(identity.NotAfter),
                    At = Timestamp.Format(clock.GetUtcNow()),
                },
                transaction),
            cancellationToken);

    private async Task<BridgeIdentity?> FirstAsync(string condition, string value, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var row = await connection.QueryFirstOrDefaultAsync<Row>($"select {Columns} from bridge_identities where {condition}", new { value });
        if (row is null)
            return null;
        var pkcs12 = Convert.FromBase64String(protector.Unprotect(row.Certificate, Purpose).Reveal());
        return new BridgeIdentity(
            row.TenantId,
            row.Environment,
            row.DisplayName,
            row.ApplicationObjectId,
            row.ApplicationId,
            row.ObjectId,
            X509CertificateLoader.LoadPkcs12(pkcs12, null, X509KeyStorageFlags.EphemeralKeySet | X509KeyStorageFlags.Exportable),
            Timestamp.Parse(row.NotAfter));
    }

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
    }
}
