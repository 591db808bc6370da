using System.Buffers;
using Azsreg.ArmServer;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Cloud.Resources;

/// <summary>Management locks at every scope.</summary>
internal sealed class LockEndpoints(LockStore locks, ResourceScopes scopes)
{
    private const string Action = "Microsoft.Authorization/locks/";
    private static readonly LockLevel[] Levels = Enum.GetValues<LockLevel>();
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("<>%&:\\?/");

    public void Map(IEndpointRouteBuilder endpoints)
    {
        var versions = ResourceManagerVersions.Locks;
        endpoints.MapAtEveryScope("GET", "locks", ListAsync, one => one.RequireArm(Action + "read", versions));
        endpoints.MapAtEveryScope("GET", "locks/{lockName}", GetAsync, one => one.RequireArm(Action + "read", versions));
        endpoints.MapAtEveryScope("PUT", "locks/{lockName}", PutAsync, one => one.RequireArm(Action + "write", versions));
        endpoints.MapAtEveryScope("DELETE", "locks/{lockName}", DeleteAsync, one => one.RequireArm(Action + "delete", versions));
    }

    private async Task<IResult> ListAsync(ArmRequest request)
    {
        var page = request.ReadPage();
        var atScope = ODataFilter.Of(request, "atScope()").Has("atScope()");
        var found = await locks.ListAsync(Target(request), below: !atScope, request.Aborted).ConfigureAwait(false);
        var rows = found.Select(LockBody.Of)
            .OrderBy(one => one.Id, StringComparer.OrdinalIgnoreCase)
            .Where(one => page.After is null || string.Compare(one.Id, page.After, StringComparison.OrdinalIgnoreCase) > 0)
            .Take(page.Take).ToArray();
        return ArmResults.Ok(request.Page(page, rows, one => one.Id));
    }

    private async Task<IResult> GetAsync(ArmRequest request)
    {
        var name = request.Route("lockName");
        return await locks.FindAsync(Target(request), name, request.Aborted).ConfigureAwait(false) is { } found
            ? ArmResults.Ok(LockBody.Of(found))
            : throw new ArmException(404, "LockNotFound", $"The lock '{name}' could not be found.");
    }

    private async Task<IResult> PutAsync(ArmRequest request)
    {
        var body = await request.ReadAsync<LockParameter>().ConfigureAwait(false);
        if (body.Properties is not { } properties
            || Array.Find(Levels, one => one.ToString().Equals(properties.Level, StringComparison.OrdinalIgnoreCase)) is var level
            && !level.ToString().Equals(properties.Level, StringComparison.OrdinalIgnoreCase))
        {
            throw new ArmException(400, "InvalidLockLevel",
                "The lock's 'properties.level' must be one of 'NotSpecified, CanNotDelete, ReadOnly'.", "properties.level");
        }

        if (properties.Notes is { Length: > 512 })
            throw new ArmException(400, "InvalidLockNotes", "The lock's notes must not be longer than '512' characters.", "properties.notes");
        var name = request.Route("lockName");
        if (name.Length > 90 || name.AsSpan().ContainsAny(Forbidden))
        {
            throw new ArmException(400, "InvalidLockName",
                "The lock's name must have at most '90' characters and none of '<,>,%,&,:,\\,?,/'.");
        }

        if (properties.Owners is { Count: > 16 })
            throw new ArmException(400, "InvalidLockOwners", "The lock must not have more than '16' owners.", "properties.owners");
        var target = Target(request);
        await scopes.RequireAsync(target, request.Aborted).ConfigureAwait(false);
        var one = new ManagementLock(
            target, name, level, properties.Notes, properties.Owners is null ? null : [.. properties.Owners.Select(owner => owner.ApplicationId ?? "")]);
        return ArmResults.Put(await locks.SaveAsync(one, request.Aborted).ConfigureAwait(false), LockBody.Of(one));
    }

    private async Task<IResult> DeleteAsync(ArmRequest request) =>
        await locks.RemoveAsync(Target(request), request.Route("lockName"), request.Aborted).ConfigureAwait(false)
            ? ArmResults.Ok()
            : ArmResults.NoContent();

    private static string Target(ArmRequest request) => ScopePath.Extended(request.HttpContext.Request.Path.Value!);

    private sealed record LockParameter(LockProperties? Properties);

    private sealed record LockProperties(string? Level, string? Notes, IReadOnlyList<LockOwner>? Owners);

    private sealed record LockOwner(string? ApplicationId);

    private sealed record LockBody(LockProperties Properties, string Id, string Type, string Name)
    {
        public static LockBody Of(ManagementLock one) => new(
            new LockProperties(one.Level.ToString(), one.Notes, one.Owners is null ? null : [.. one.Owners.Select(owner => new LockOwner(owner))]),
            one.Id, "Microsoft.Authorization/locks", one.Name);
    }
}
