using System.Net.Http.Headers;

namespace Azsreg.AzureClient.Http;

/// <summary>An answer read to its end, within the bound.</summary>
internal sealed record HttpAnswer(int StatusCode, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, ReadOnlyMemory<byte> Body)
{
    public string? MediaType => ContentHeaders.ContentType?.MediaType;

    public bool IsSuccess => StatusCode is >= 200 and < 300;

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    public TimeSpan? RetryAfter(DateTimeOffset now) => Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };
}
