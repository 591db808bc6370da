using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Azsreg.ArmServer.Pipeline;

/// <summary>Reads a request's body whole, within its bound.</summary>
internal static class RequestBody
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context, ArmServerOptions options)
    {
        var limit = options.MaxRequestBodySize;
        if (context.Request.ContentLength > limit)
            throw ArmErrors.RequestContentTooLarge(limit);
        using var buffer = new MemoryStream((int)(context.Request.ContentLength ?? 0));
        var chunk = new byte[8192];
        int read;
        while ((read = await context.Request.Body.ReadAsync(chunk, context.RequestAborted).ConfigureAwait(false)) > 0)
        {
            if (buffer.Length + read > limit)
                throw ArmErrors.RequestContentTooLarge(limit);
            buffer.Write(chunk, 0, read);
        }

        ReadOnlyMemory<byte> body = buffer.ToArray();
        // PowerShell's older web cmdlets send one.
        return body.Span.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body;
    }

    /// <summary>Says where the JSON is wrong, without echoing what was sent.</summary>
    public static string Explain(JsonException exception)
    {
        var place = string.Create(
            CultureInfo.InvariantCulture, $"line {(exception.LineNumber ?? 0) + 1}, position {(exception.BytePositionInLine ?? 0) + 1}");
        return exception.Path is { Length: > 0 and < 200 } path
            ? $"Error reading JSON. Path '{ArmErrors.Quoted(path)}', {place}."
            : $"Error reading JSON, {place}.";
    }
}
