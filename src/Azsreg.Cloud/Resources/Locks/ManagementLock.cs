namespace Azsreg.Cloud;

/// <summary>A management lock.</summary>
/// <param name="Scope">What it is on.</param>
/// <param name="Name">Its name, unique at its scope.</param>
/// <param name="Level">What it forbids.</param>
/// <param name="Notes">Why; at most 512 characters.</param>
/// <param name="Owners">The application ids that own it.</param>
public sealed record ManagementLock(string Scope, string Name, LockLevel Level, string? Notes = null, IReadOnlyList<string>? Owners = null)
{
    /// <summary>Its id.</summary>
    public string Id => $"{Scope}/providers/Microsoft.Authorization/locks/{Name}";
}
