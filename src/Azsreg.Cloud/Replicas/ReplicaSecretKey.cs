using Azsreg.Hosting;
using Azsreg.Protocol;
using Dapper;

namespace Azsreg.Cloud.Replicas;

/// <summary>Every replica of one database has the same secret key: with another it could open neither signing keys nor refresh tokens.</summary>
internal static class ReplicaSecretKey
{
    private const string Purpose = "cloud/replica-secret-key";

    /// <summary>Leaves the first replica's proof, and refuses any other key from then on.</summary>
    /// <exception cref="CataloguedException">The database was written with another key (AZR1058).</exception>
    public static async Task RequireAsync(SqlDatabase database, SecretProtector protector, CancellationToken cancellationToken)
    {
        var fresh = protector.Protect(new Secret("azsreg"), Purpose);
        var proof = await database.TransactAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(
                    "insert into replica_secret_key (singleton, proof) values (1, @fresh) on conflict do nothing", new { fresh }, transaction).ConfigureAwait(false);
                return await connection.QuerySingleAsync<string>("select proof from replica_secret_key", transaction: transaction).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        try
        {
            protector.Unprotect(proof, Purpose);
        }
        catch (CataloguedException exception)
        {
            throw new CataloguedException(ErrorCatalogue.ReplicaSecretKey, "What the first replica sealed cannot be opened with this one's key.", inner: exception);
        }
    }
}
