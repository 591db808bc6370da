using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Azsreg.Identity;

/// <summary>A form post with bounds: the body, the number of fields and the length of each.</summary>
internal sealed class TokenRequest
{
    /// <summary>The largest body in bytes; a client assertion with its chain (x5c) is the longest thing sent.</summary>
    public const int LargestBody = 64 * 1024;

    private const int MostFields = 64;
    private const int LongestValue = 32 * 1024;

    private readonly IReadOnlyDictionary<string, StringValues> _fields;

    private TokenRequest(IReadOnlyDictionary<string, StringValues> fields) => _fields = fields;

    /// <summary>Reads the form of a POST.</summary>
    /// <exception cref="SignInException">It is no form, too large, or names a field twice (RFC 6749 §3.2).</exception>
    public static async Task<TokenRequest> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.ContentLength > LargestBody)
            throw Refused.TooLarge(LargestBody);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = LargestBody;
        if (!request.HasFormContentType || request.ContentType!.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
            throw Refused.Malformed("the body must be application/x-www-form-urlencoded.");
        try
        {
            context.Features.Set<IFormFeature>(new FormFeature(
                request, new FormOptions { ValueCountLimit = MostFields, KeyLengthLimit = 128, ValueLengthLimit = LongestValue, BufferBody = false }));
            return Of(await request.ReadFormAsync(context.RequestAborted));
        }
        catch (InvalidDataException)
        {
            throw Refused.Malformed($"at most {MostFields} fields of at most {LongestValue} characters.");
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw Refused.TooLarge(LargestBody);
        }
    }

    /// <summary>The same access to the fields of a query string.</summary>
    public static TokenRequest Of(IEnumerable<KeyValuePair<string, StringValues>> fields)
    {
        var read = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        foreach (var (name, values) in fields)
        {
            if (values.Count > 1 || !read.TryAdd(name, values))
                throw Refused.Malformed($"the parameter '{(name.Length > 64 ? name[..64] : name)}' is given more than once.");
        }

        return new TokenRequest(read);
    }

    /// <summary>A field that may be absent; an empty one counts as absent (RFC 6749 §3.1).</summary>
    public string? Optional(string name, int longest = 2048)
    {
        if (!_fields.TryGetValue(name, out var values) || StringValues.IsNullOrEmpty(values))
            return null;
        var value = values.ToString();
        return value.Length <= longest ? value : throw Refused.Malformed($"the parameter '{name}' has more than {longest} characters.");
    }

    /// <summary>A field that must be there.</summary>
    public string Required(string name, int longest = 2048) => Optional(name, longest) ?? throw Refused.Missing(name);

    /// <summary>A field whose text must not be seen.</summary>
    public Secret? Secret(string name, int longest) => Optional(name, longest) is { } value ? new Secret(value) : null;
}
