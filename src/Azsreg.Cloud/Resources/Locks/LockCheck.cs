using Azsreg.ArmServer;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Cloud.Resources;

/// <summary>
/// Enforces management locks: a delete is refused where a lock lies on the scope, above it or below it; writes and actions where a
/// ReadOnly lock lies on the scope or above it. Locks themselves can always be changed by who has the right.
/// </summary>
internal sealed class LockCheck(LockStore locks) : IArmRequestCheck
{
    public async ValueTask CheckAsync(ArmRequest request, CancellationToken cancellationToken)
    {
        var reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (reads || request.ResourceType == ResourceManagerVersions.Locks.ResourceType)
            return;
        var deletes = HttpMethods.IsDelete(request.Method);
        List<string>? locked = null;
        foreach (var one in await locks.ListAsync(request.Scope, below: deletes, cancellationToken).ConfigureAwait(false))
        {
            if (one.Level == LockLevel.ReadOnly || (deletes && one.Level == LockLevel.CanNotDelete))
                (locked ??= []).Add(one.Scope);
        }

        if (locked is not null)
            throw ScopeLocked(request.Scope, deletes ? "delete" : "write", locked.Distinct(StringComparer.OrdinalIgnoreCase));
    }

    internal static ArmException ScopeLocked(string scope, string operation, IEnumerable<string> locked) =>
        new(409, "ScopeLocked",
            $"The scope '{scope}' cannot perform {operation} operation because following scope(s) are locked: '{string.Join(',', locked)}'. "
            + "Please remove the lock and try again.");
}
