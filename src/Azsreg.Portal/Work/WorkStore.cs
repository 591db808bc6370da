using System.Text.Json;
using System.Text.Json.Serialization;
using Azsreg.Hosting;
using Dapper;

namespace Azsreg.Portal.Work;

/// <summary>Keeps runs, so that a page still shows them after a restart.</summary>
internal sealed class WorkStore(SqlDatabase database)
{
    /// <summary>How many runs are kept.</summary>
    public const int Kept = 100;

    private const string Module = "Azsreg.Portal.Work.Sql";

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 16,
    };

    public Task PrepareAsync(CancellationToken cancellationToken) => SqlScripts.ApplyAsync(database, typeof(WorkStore).Assembly, Module, cancellationToken);

    /// <summary>The runs that are kept, the newest first.</summary>
    public async Task<IReadOnlyList<WorkItem>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var documents = await connection.QueryAsync<string>(
            new CommandDefinition("select document from portal_work order by id desc limit @Kept", new { Kept }, cancellationToken: cancellationToken));
        return [.. documents.Select(document => JsonSerializer.Deserialize<WorkItem>(document, Form)!)];
    }

    public Task SaveAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var row = new
        {
            Id = item.Id.ToString(),
            Person = item.Order.PersonId,
            Running = item.State == WorkState.Running ? 1 : 0,
            Document = JsonSerializer.Serialize(item, Form),
            Kept,
        };
        return database.TransactAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(
                    """
                    insert into portal_work (id, person, running, document) values (@Id, @Person, @Running, @Document)
                    on conflict (id) do update set running = excluded.running, document = excluded.document
                    """,
                    row,
                    transaction);
                await connection.ExecuteAsync(
                    "delete from portal_work where running = 0 and id not in (select id from portal_work order by id desc limit @Kept)", row, transaction);
            },
            cancellationToken);
    }
}
