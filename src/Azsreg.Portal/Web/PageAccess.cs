using Microsoft.AspNetCore.Builder;

namespace Azsreg.Portal.Web;

/// <summary>Who may have an endpoint; without it: whoever is signed in, and POST for those who may change things only.</summary>
internal sealed record PageAccess(bool Anonymous, bool ReadersMayPost);

/// <summary>Says it where an endpoint is mapped.</summary>
internal static class PageAccessExtensions
{
    /// <summary>Nobody needs to be signed in.</summary>
    public static TBuilder ForAnybody<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new PageAccess(Anonymous: true, ReadersMayPost: true));

    /// <summary>A POST that changes nothing at the stamp, such as the choice of a theme: a Reader may send it too.</summary>
    public static TBuilder ForReaders<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new PageAccess(Anonymous: false, ReadersMayPost: true));
}
