namespace Azsreg.Protocol;

/// <summary>A meter of the stamp's resource providers.</summary>
/// <param name="Id">Its id in the spelling of the published list: two have no dashes.</param>
/// <param name="Name">Its name.</param>
/// <param name="Unit">What one of it is.</param>
/// <param name="Category">The service it belongs to.</param>
public sealed record UsageMeter(string Id, string Name, string Unit, string Category);
