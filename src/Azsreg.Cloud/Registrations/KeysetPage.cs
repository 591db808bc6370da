using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Azsreg.ArmServer;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Registrations;

/// <summary>
/// A page of a list that goes by key: it starts behind the last key of the page before, which the opaque <c>$skipToken</c> carries, so that a
/// page costs the same wherever it lies.
/// </summary>
internal sealed class KeysetPage
{
    private const int MaxToken = 4096;

    private readonly ArmRequest _request;

    private KeysetPage(ArmRequest request, string? after, int size)
    {
        _request = request;
        After = after;
        Size = size;
    }

    /// <summary>The key to start behind; null for the first page.</summary>
    public string? After { get; }

    /// <summary>How many rows the page has at most; read one more to know whether there is another.</summary>
    public int Size { get; }

    /// <summary>Reads <c>$top</c> and <c>$skipToken</c>.</summary>
    /// <exception cref="ArmException">400: one of them is not valid.</exception>
    public static KeysetPage Of(ArmRequest request, int largest, int usual)
    {
        var size = usual;
        if (request.Query("$top") is { } top && (!int.TryParse(top, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size < 1))
            throw Invalid("$top", "The $top is not a number greater than zero.");
        return new KeysetPage(request, request.Query("$skipToken") is { } token ? Decode(token) : null, Math.Min(size, largest));
    }

    /// <summary>The page of the rows read, one more than <see cref="Size"/> at most.</summary>
    public ArmPage<T> Answer<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, string> key, Func<TRow, T> shape) =>
        new([.. rows.Take(Size).Select(shape)], rows.Count > Size ? NextLink(key(rows[Size - 1])) : null);

    /// <summary>The absolute URL of the page behind a key: this request's, with all it asked for.</summary>
    /// <param name="key">The last key of this page.</param>
    /// <param name="path">The path where it is another than this request's.</param>
    public string NextLink(string key, string? path = null)
    {
        var link = new StringBuilder(_request.Absolute(path ?? _request.HttpContext.Request.Path.ToUriComponent()));
        var separator = '?';
        foreach (var (name, value) in _request.HttpContext.Request.Query)
        {
            if (name.Equals("$skipToken", StringComparison.OrdinalIgnoreCase))
                continue;
            link.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value.ToString()));
            separator = '&';
        }

        return link.Append(separator).Append("$skipToken=").Append(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key))).ToString();
    }

    private static string Decode(string token)
    {
        try
        {
            return token.Length <= MaxToken
                ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token))
                : throw Invalid("$skipToken", "The $skipToken is too long.");
        }
        catch (FormatException)
        {
            throw Invalid("$skipToken", "The $skipToken was not made by this service.");
        }
    }

    private static ArmException Invalid(string name, string message) => new(400, "InvalidQueryParameter", message, name);
}
