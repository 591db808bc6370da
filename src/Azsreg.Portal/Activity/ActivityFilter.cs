using Azsreg.AzureClient;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Portal.Activity;

/// <summary>Which activity a page shows, and from where.</summary>
/// <param name="Kind">One of those a stamp knows.</param>
/// <param name="Text">What a record must contain; null for anything.</param>
/// <param name="Unsuccessful">Refusals and failures only.</param>
/// <param name="After">Where the page starts; null for the newest.</param>
public sealed record ActivityFilter(string Kind, string? Text, bool Unsuccessful, string? After)
{
    internal static IReadOnlyList<(string Kind, string Text)> Kinds { get; } =
        [("All", "All"), ("PrivilegedEndpoint", "Privileged endpoint"), ("Administration", "Admin ARM and portal"), ("SignIn", "Sign-ins"), ("Stamp", "The stamp itself")];

    internal StampAuditQuestion Question => new(Kind, Text, Unsuccessful);

    internal static ActivityFilter Read(IQueryCollection query) => new(
        Kinds.Any(kind => kind.Kind == query["kind"]) ? query["kind"].ToString() : "All",
        query["q"].ToString().Trim() is { Length: > 0 and <= 200 } text ? text : null,
        query["unsuccessful"] == "1",
        query["after"].ToString() is { Length: > 0 } after ? after : null);

    internal string Href(string? item = null, string path = "/activity") =>
        path + "?" + string.Join('&', new[]
        {
            $"kind={Kind}",
            Text is null ? null : $"q={Uri.EscapeDataString(Text)}",
            Unsuccessful ? "unsuccessful=1" : null,
            After is null ? null : $"after={Uri.EscapeDataString(After)}",
            item is null ? null : $"item={Uri.EscapeDataString(item)}",
        }.OfType<string>());

    /// <summary>The first page of the same.</summary>
    internal ActivityFilter First => this with { After = null };
}
