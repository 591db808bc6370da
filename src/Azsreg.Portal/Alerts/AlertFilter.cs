using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Portal.Alerts;

/// <summary>Which alerts a page shows.</summary>
/// <param name="State"><c>open</c>, <c>closed</c> or <c>all</c>.</param>
/// <param name="Severity"><c>Critical</c>, <c>Warning</c>, or null for any.</param>
/// <param name="Text">What title or description must contain; null for anything.</param>
public sealed record AlertFilter(string State, string? Severity, string? Text)
{
    internal static AlertFilter Read(IQueryCollection query) => new(
        query["state"].ToString() is ("closed" or "all") and var state ? state : "open",
        query["severity"].ToString() is ("Critical" or "Warning") and var severity ? severity : null,
        query["q"].ToString().Trim() is { Length: > 0 and <= 200 } text ? text : null);

    internal bool Matches(Alert alert) =>
        (State == "all" || AlertWords.IsOpen(alert) == (State == "open"))
        && (Severity is null || alert.Properties.Severity == Severity)
        && (Text is null || Texts(alert).Any(text => text.Contains(Text, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The page of this filter, with an alert open beside it where one is named.</summary>
    internal string Href(string? item = null, string path = "/alerts") =>
        path + "?" + string.Join('&', new[]
        {
            $"state={State}",
            Severity is null ? null : $"severity={Severity}",
            Text is null ? null : $"q={Uri.EscapeDataString(Text)}",
            item is null ? null : $"item={Uri.EscapeDataString(item)}",
        }.OfType<string>());

    private static IEnumerable<string> Texts(Alert alert) =>
        (alert.Properties.Description ?? []).Select(part => part.Text).Prepend(alert.Properties.Title).OfType<string>();
}
