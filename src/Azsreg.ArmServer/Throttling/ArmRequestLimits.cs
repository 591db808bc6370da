namespace Azsreg.ArmServer;

/// <summary>
/// Requests an hour, counted for each principal and subscription (or tenant, where the path names no subscription). Azure's
/// long-standing limits are the defaults.
/// </summary>
/// <param name="Reads">GET and HEAD.</param>
/// <param name="Writes">PUT, PATCH and POST.</param>
/// <param name="Deletes">DELETE.</param>
public sealed record ArmRequestLimits(int Reads = 12_000, int Writes = 1_200, int Deletes = 15_000);
