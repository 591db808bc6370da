namespace Azsreg.Protocol;

/// <summary>A marketplace product, as Azure lists it for a registration and a stamp for its activation.</summary>
/// <param name="Id">The ARM id.</param>
/// <param name="Name"><c>{registration or activation}/{product}</c>.</param>
/// <param name="Type">The ARM type.</param>
/// <param name="Properties">The product.</param>
/// <param name="Etag">An entity tag.</param>
public sealed record Product(string Id, string Name, string Type, ProductProperties Properties, string? Etag = null);
