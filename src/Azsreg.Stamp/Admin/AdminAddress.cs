namespace Azsreg.Stamp.Admin;

/// <summary>Public URL of admin ARM and its sign-in, with a slash at its end.</summary>
internal sealed record AdminAddress(Uri Url);
