namespace Azsreg.ArmServer;

/// <summary>Decides rights. Asked for every request whose endpoint declares an action, so it should answer from memory.</summary>
public interface IArmAuthorization
{
    /// <summary>True where <paramref name="caller"/> may perform <paramref name="action"/> at <paramref name="scope"/>.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="action">An RBAC operation, such as <c>Microsoft.AzureStack/registrations/write</c>.</param>
    /// <param name="scope">A path without a slash at its end (<c>/</c> for the tenant); letter case does not count.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    ValueTask<bool> CheckAsync(ArmCaller caller, string action, string scope, CancellationToken cancellationToken);
}
