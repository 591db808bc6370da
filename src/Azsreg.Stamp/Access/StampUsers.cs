using Azsreg.Hosting;
using Azsreg.Identity;
using Azsreg.Protocol;
using Azsreg.Stamp.Facts;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Stamp.Access;

/// <summary>
/// The users of a stamp that stands still, for whoever owns its folder: they can read the stamp's keys anyway, so a password would protect
/// nothing. A running stamp keeps its folder's lock, so nobody changes its directory behind its back.
/// </summary>
public sealed class StampUsers : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly RoleLock _held;
    private readonly string _administrator;

    private StampUsers(ServiceProvider services, RoleLock held, string administrator)
    {
        _services = services;
        _held = held;
        _administrator = administrator;
    }

    private IdentityDirectory Directory => _services.GetRequiredService<IdentityDirectory>();

    private SqlDatabase Database => _services.GetRequiredService<SqlDatabase>();

    private StampFacts Facts => _services.GetRequiredService<StampFacts>();

    /// <summary>Opens them.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="stamp">The stamp's name.</param>
    /// <param name="options">What the stamp is started with; its administrator stays.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="CataloguedException">The stamp runs (AZR1003) or never ran here (AZR8008).</exception>
    public static async Task<StampUsers> OpenAsync(DataFolder folder, string stamp, StampOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        if (!File.Exists(Path.Combine(folder.Path, "stamps", stamp, "stamp.db")))
            throw new CataloguedException(ErrorCatalogue.StampUserUnknown, $"A stamp named '{stamp}' was never started in '{folder.Path}', so it has no users yet.");
        var held = folder.AcquireLock("stamp-" + stamp);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(clock);
        services.AddSingleton(_ => SqlDatabase.Sqlite(Path.Combine(folder.Stamp(stamp), "stamp.db")));
        services.AddSingleton(_ => SecretProtector.Open(folder));
        services.AddSingleton<StampFactsStore>();
        services.AddSingleton(provider => provider.GetRequiredService<StampFactsStore>().Current);
        services.AddSingleton<AuditLog>();
        services.AddSingleton<StampAccess>();
        services.AddIdentity(new IdentityOptions { PublicUrl = new Uri("https://localhost/") });
        var provider = services.BuildServiceProvider();
        try
        {
            await SqlScripts.ApplyAsync(provider.GetRequiredService<SqlDatabase>(), typeof(StampUsers).Assembly, "Azsreg.Stamp.Sql", cancellationToken);
            await provider.GetRequiredService<StampFactsStore>().LoadOrCreateAsync(options, cancellationToken);
            await provider.PrepareIdentityAsync(cancellationToken);
            return new StampUsers(provider, held, options.AdministratorName);
        }
        catch
        {
            await provider.DisposeAsync();
            held.Dispose();
            throw;
        }
    }

    /// <summary>Everybody, by name.</summary>
    public async Task<IReadOnlyList<StampUserEntry>> ListAsync(CancellationToken cancellationToken)
    {
        var entries = new List<StampUserEntry>();
        Guid? after = null;
        while (await Directory.ListUsersAsync(Facts.AdminTenantId, after, IdentityDirectory.LargestPage, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var user in page)
                entries.Add(await EntryAsync(user, cancellationToken));
            after = page[^1].ObjectId;
        }

        return [.. entries.OrderBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Adds a user with a role.</summary>
    /// <exception cref="CataloguedException">The name is taken or not in the stamp's domain, or the password is not accepted (AZR8009).</exception>
    public async Task<StampUserEntry> AddAsync(StampUser user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        try
        {
            var made = await Directory.CreateUserAsync(
                new NewUser
                {
                    TenantId = Facts.AdminTenantId,
                    UserPrincipalName = user.Name,
                    DisplayName = user.DisplayName,
                    Password = user.Password,
                    TotpSecret = user.TotpSecret,
                },
                cancellationToken);
            await _services.GetRequiredService<StampAccess>().GrantAsync(made.ObjectId.ToString(), user.Role, cancellationToken);
            await AuditAsync("Microsoft.Authorization/users/write", user.Name, user.Role.ToString(), cancellationToken);
            return await EntryAsync(made, cancellationToken);
        }
        catch (DirectoryException refused)
        {
            throw new CataloguedException(ErrorCatalogue.StampUserRefused, $"{user.Name}: {refused.Message}", inner: refused);
        }
    }

    /// <summary>Removes a user and its roles; its sign-ins end.</summary>
    /// <exception cref="CataloguedException">There is no such user (AZR8008), or it is the administrator of the settings (AZR8009).</exception>
    public async Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        if (name.Equals(_administrator, StringComparison.OrdinalIgnoreCase))
            throw new CataloguedException(ErrorCatalogue.StampUserRefused, $"{name} is the administrator of the stamp's settings; its next start would make it again.");
        var user = await Directory.FindUserByNameAsync(Facts.AdminTenantId, name, cancellationToken)
            ?? throw new CataloguedException(ErrorCatalogue.StampUserUnknown, $"There is no '{name}'.");
        await Directory.DeleteUserAsync(user.TenantId, user.ObjectId, cancellationToken);
        await Database.TransactAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync("delete from role_assignments where principal_id = @id", new { id = user.ObjectId.ToString() }, transaction);
                await connection.ExecuteAsync("delete from administrators where principal_id = @id", new { id = user.ObjectId.ToString() }, transaction);
            },
            cancellationToken);
        await AuditAsync("Microsoft.Authorization/users/delete", user.SignInName, "", cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _held.Dispose();
    }

    private async Task<StampUserEntry> EntryAsync(User user, CancellationToken cancellationToken) => new(
        user.SignInName,
        user.DisplayName,
        user.ObjectId,
        await _services.GetRequiredService<StampAccess>().RolesAsync(user.ObjectId.ToString(), cancellationToken),
        user.HasSecondFactor,
        user.SignInName.Equals(_administrator, StringComparison.OrdinalIgnoreCase));

    private Task AuditAsync(string action, string target, string detail, CancellationToken cancellationToken) =>
        _services.GetRequiredService<AuditLog>().WriteAsync(
            StampCaller.Stamp with { Name = "folder's owner" }, action, target, "Succeeded", detail, cancellationToken);
}
