namespace Azsreg.Identity;

/// <summary>What a device code asks for.</summary>
/// <param name="ClientId">The client that asked.</param>
/// <param name="TenantId">The tenant; null where any will do.</param>
/// <param name="Resource">The service (v1).</param>
/// <param name="Scope">The scopes (v2).</param>
internal sealed record DeviceRequest(Guid ClientId, Guid? TenantId, string? Resource, string? Scope);
