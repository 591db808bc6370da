using System.Text.Json;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Dapper;

namespace Azsreg.Stamp.Facts;

/// <summary>Makes the facts at first start and lays the options of every start over them.</summary>
internal sealed class StampFactsStore(SqlDatabase database, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private StampFacts? _current;

    /// <summary>The facts as of the start.</summary>
    /// <exception cref="InvalidOperationException">The stamp has not started.</exception>
    public StampFacts Current => _current ?? throw new InvalidOperationException("The facts are read when the stamp starts.");

    public async Task<StampFacts> LoadOrCreateAsync(StampOptions options, CancellationToken cancellationToken) =>
        _current = await database.TransactAsync(
            async (connection, transaction) =>
            {
                var stored = await connection.ExecuteScalarAsync<string?>("select facts from stamp_facts where singleton = 1", transaction: transaction);
                var facts = Overlay(stored is null ? Create(options) : JsonSerializer.Deserialize<StampFacts>(stored, Json)!, options);
                Validate(facts, options);
                await connection.ExecuteAsync(
                    """
                    insert into stamp_facts (singleton, facts, created_at) values (1, @Facts, @At)
                    on conflict (singleton) do update set facts = excluded.facts
                    """,
                    new { Facts = JsonSerializer.Serialize(facts, Json), At = Timestamp.Format(clock.GetUtcNow()) },
                    transaction);
                return facts;
            },
            cancellationToken);

    private StampFacts Create(StampOptions options)
    {
        var region = options.Region ?? "local";
        var identity = options.IdentitySystem ?? IdentitySystem.AzureAD;
        return new StampFacts
        {
            CloudId = options.CloudId ?? NewId(),
            DeploymentId = options.DeploymentId ?? NewId(),
            ProviderSubscriptionId = NewId(),
            AdminTenantId = NewId(),
            StampVersion = "1.2311.1.22",
            Region = region,
            DomainFqdn = "azurestack.local",
            DomainNetBiosName = "AZURESTACK",
            ExternalDomainFqdn = $"{region}.azurestack.external",
            NumberOfNodes = 4,
            IdentitySystem = identity,
            AadTenantId = identity is IdentitySystem.AzureAD ? options.AadTenantId ?? NewId() : null,
            AadTenantName = identity is IdentitySystem.AzureAD ? "azurestack.onmicrosoft.com" : null,
            Prefix = PrefixOf(options.Name),
        };
    }

    /// <summary>A stamp named after its first endpoint, as in <c>AzS-ERCS01</c>, has hosts named <c>AzS-Node01</c>.</summary>
    private static string PrefixOf(string name)
    {
        var endpoint = name.IndexOf("-ERCS", StringComparison.OrdinalIgnoreCase);
        return endpoint > 0 ? name[..endpoint] : name;
    }

    private Guid NewId() => Guid.CreateVersion7(clock.GetUtcNow());

    private static StampFacts Overlay(StampFacts facts, StampOptions options) => facts with
    {
        StampVersion = options.StampVersion ?? facts.StampVersion,
        Region = options.Region ?? facts.Region,
        DomainFqdn = options.DomainFqdn ?? facts.DomainFqdn,
        DomainNetBiosName = options.DomainNetBiosName ?? facts.DomainNetBiosName,
        ExternalDomainFqdn = options.ExternalDomainFqdn ?? facts.ExternalDomainFqdn,
        NumberOfNodes = options.NumberOfNodes ?? facts.NumberOfNodes,
        AadTenantId = facts.AadTenantId is null ? null : options.AadTenantId ?? facts.AadTenantId,
        AadTenantName = facts.AadTenantName is null ? null : options.AadTenantName ?? facts.AadTenantName,
    };

    /// <summary>Every problem is named at once, so that a settings file is repaired in one go.</summary>
    private static void Validate(StampFacts facts, StampOptions options)
    {
        var problems = new List<string>();
        if (options.CloudId is { } cloudId && cloudId != facts.CloudId)
            problems.Add($"the stamp's cloud id is {facts.CloudId}, not {cloudId}");
        if (options.DeploymentId is { } deploymentId && deploymentId != facts.DeploymentId)
            problems.Add($"the stamp's deployment id is {facts.DeploymentId}, not {deploymentId}");
        if (options.IdentitySystem is { } identity && identity != facts.IdentitySystem)
            problems.Add($"the stamp was deployed with {facts.IdentitySystem}; the identity system cannot be changed to {identity}");
        if (!Version.TryParse(facts.StampVersion, out var version) || version.Revision < 0)
            problems.Add($"'{facts.StampVersion}' is no stamp version; four numbers are wanted, as in 1.2311.1.22");
        if (facts.NumberOfNodes is < 1 or > 16)
            problems.Add($"a stamp has 1 to 16 nodes, not {facts.NumberOfNodes}");
        if (facts.Region.Length is 0 or > 8 || !facts.Region.All(char.IsAsciiLetterOrDigit))
            problems.Add($"'{facts.Region}' is no region name; 1 to 8 letters and digits are wanted");
        if (options.AdministratorName.Split('@') is not [{ Length: > 0 }, { Length: > 0 }])
            problems.Add($"'{options.AdministratorName}' is no user name; one as admin@azurestack.local is wanted");
        if (options.HeartbeatInterval < TimeSpan.FromSeconds(1) || options.HeartbeatInterval > TimeSpan.FromDays(1))
            problems.Add("the heartbeat comes every second at most and once a day at least");
        if (options.ExpiryWarningDays.Any(days => days is < 1 or > 3650))
            problems.Add("an expiry is announced 1 to 3650 days ahead");
        if (problems.Count > 0)
            throw new CataloguedException(ErrorCatalogue.InvalidOption, string.Join("; ", problems));
    }
}
