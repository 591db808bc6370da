using Azsreg.Identity;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Cloud.Directory;

/// <summary>Lists applications and service principals, which have an id, an application's id, a name and owners.</summary>
internal static class GraphSearch
{
    /// <summary>The properties such a list may be filtered by.</summary>
    public static GraphFilter? FilterOf(GraphRequest request) => request.Filter("appId", "displayName", "id");

    /// <summary>A page of those that match. A tenant's objects are few enough to be looked through; the filter is not one of the store.</summary>
    /// <param name="request">Says where to begin, how many, and what to look for.</param>
    /// <param name="filter">What to look for; null for all.</param>
    /// <param name="list">A page of the store after an object.</param>
    /// <param name="keysOf">What a filter can compare.</param>
    /// <returns>The rows, and the last one's id where there are more.</returns>
    public static async Task<(IReadOnlyList<T> Rows, Guid? Last)> PageAsync<T>(
        GraphRequest request, GraphFilter? filter, Func<Guid?, int, Task<IReadOnlyList<T>>> list, Func<T, (Guid Id, Guid AppId, string Name)> keysOf)
    {
        var found = new List<T>();
        var after = request.After;
        while (true)
        {
            var rows = await list(after, IdentityDirectory.LargestPage);
            foreach (var row in rows)
            {
                var (id, appId, name) = keysOf(row);
                if (filter is not null && !filter.Matches(filter.Property switch { "id" => id.ToString(), "appId" => appId.ToString(), _ => name }))
                    continue;
                if (found.Count == request.PageSize)
                    return (found, keysOf(found[^1]).Id);
                found.Add(row);
            }

            if (rows.Count < IdentityDirectory.LargestPage)
                return (found, null);
            after = keysOf(rows[^1]).Id;
        }
    }

    /// <summary>The answer to a question for owners: those that are users of the directory.</summary>
    public static async Task<IResult> OwnersAsync(GraphRequest request, IdentityDirectory directory, Guid tenantId, IEnumerable<Guid> owners)
    {
        var users = new List<GraphUser>();
        foreach (var owner in owners)
        {
            if (await directory.FindUserAsync(tenantId, owner, request.Aborted) is { } user)
                users.Add(GraphUser.Of(user, typed: true));
        }

        return GraphEndpoints.Json(new GraphPage<GraphUser>(request.Context("directoryObjects"), users), GraphJson.Default.GraphPageGraphUser);
    }
}
