using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;

namespace Azsreg.ArmServer;

/// <summary>
/// Pages of a list by key. The <c>$skipToken</c> is opaque: it holds the last key and a check of the list it belongs to, so that
/// one of another path or filter, or an altered one, is refused instead of answered with the wrong rows. It grants nothing, and so
/// needs no secret.
/// </summary>
public static class ArmPaging
{
    private const int MaxTokenLength = 4096;
    private const int CheckLength = 8;

    /// <summary>Reads <c>$top</c> and <c>$skipToken</c>.</summary>
    /// <param name="request">The list request.</param>
    /// <param name="defaultSize">Rows of a page where <c>$top</c> is not given.</param>
    /// <param name="maxSize">The most rows of a page, whatever <c>$top</c> asks for.</param>
    /// <exception cref="ArmException">400: <c>$top</c> is no positive number, or the token is not one of this list.</exception>
    public static ArmPageRequest ReadPage(this ArmRequest request, int defaultSize = 100, int maxSize = 1000)
    {
        var top = defaultSize;
        if (request.Query("$top") is { } text && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out top) || top == 0))
            throw new ArmException(400, "InvalidTopParameter", $"The $top query parameter '{ArmErrors.Quoted(text)}' is not a positive integer.", "$top");
        return new ArmPageRequest(Math.Min(top, maxSize), request.Query("$skipToken") is { } token ? Decode(request, token) : null);
    }

    /// <summary>Makes the page, with a <c>nextLink</c> where more follows.</summary>
    /// <param name="request">The list request.</param>
    /// <param name="page">What <see cref="ReadPage"/> returned.</param>
    /// <param name="rows">Up to <see cref="ArmPageRequest.Take"/> rows in key order.</param>
    /// <param name="key">The key of a row.</param>
    public static ArmPage<T> Page<T>(this ArmRequest request, ArmPageRequest page, IReadOnlyList<T> rows, Func<T, string> key)
    {
        if (rows.Count <= page.Top)
            return new ArmPage<T>(rows);
        var shown = rows.Take(page.Top).ToArray();
        return new ArmPage<T>(shown, NextLink(request, key(shown[^1])));
    }

    private static string NextLink(ArmRequest request, string key)
    {
        var query = request.HttpContext.Request.Query
            .Where(pair => !pair.Key.Equals("$skipToken", StringComparison.OrdinalIgnoreCase))
            .SelectMany(pair => pair.Value, (pair, value) => $"{Name(pair.Key)}={Uri.EscapeDataString(value ?? "")}")
            .Append($"$skipToken={Encode(request, key)}");
        return request.Absolute($"{request.HttpContext.Request.Path.ToUriComponent()}?{string.Join('&', query)}");
    }

    // OData's names start with a dollar sign, which clients expect to read as such.
    private static string Name(string key) => Uri.EscapeDataString(key).Replace("%24", "$", StringComparison.Ordinal);

    private static string Encode(ArmRequest request, string key)
    {
        var utf8 = Encoding.UTF8.GetBytes(key);
        return Base64Url.EncodeToString([.. Check(request, utf8), .. utf8]);
    }

    private static string Decode(ArmRequest request, string token)
    {
        var bytes = token.Length <= MaxTokenLength && Base64Url.IsValid(token) ? Base64Url.DecodeFromChars(token) : [];
        if (bytes.Length <= CheckLength || !Check(request, bytes.AsSpan(CheckLength)).AsSpan().SequenceEqual(bytes.AsSpan(0, CheckLength)))
            throw new ArmException(400, "InvalidSkipToken", "The $skipToken query parameter is not one this list returned.", "$skipToken");
        return Encoding.UTF8.GetString(bytes, CheckLength, bytes.Length - CheckLength);
    }

    private static byte[] Check(ArmRequest request, ReadOnlySpan<byte> key)
    {
        var path = request.HttpContext.Request.Path.Value!.TrimEnd('/').ToUpperInvariant();
        var list = Encoding.UTF8.GetBytes($"{path}\n{request.Query("$filter")}\n{request.ApiVersion}\n");
        return SHA256.HashData([.. list, .. key])[..CheckLength];
    }
}
