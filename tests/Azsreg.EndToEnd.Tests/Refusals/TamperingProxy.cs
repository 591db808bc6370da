using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Azsreg.EndToEnd.Tests.Refusals;

/// <summary>
/// Ends the operator's TLS before the Azure side, as an inspecting company proxy does: sees every token and key that passes, and changes
/// what it is told to.
/// </summary>
internal sealed class TamperingProxy : IAsyncDisposable
{
    private static readonly string[] SecretNames = ["refresh_token", "access_token", "activationKey", "registrationToken"];

    private readonly ConcurrentDictionary<string, string> _seen = new(StringComparer.Ordinal);
    private ReverseProxy _proxy = null!;

    private TamperingProxy()
    {
    }

    public Uri Url => _proxy.Url;

    /// <summary>Changes the registration token on its way to Azure.</summary>
    public Func<string, string>? OnToken { get; set; }

    /// <summary>Changes the activation key on its way to the operator.</summary>
    public Func<string, string>? OnActivationKey { get; set; }

    /// <summary>The last activation key Azure gave.</summary>
    public string? LastActivationKey { get; private set; }

    /// <summary>Every refresh token, access token, activation key and registration token that passed, with what it is.</summary>
    public IReadOnlyDictionary<string, string> Seen => _seen;

    public static async Task<TamperingProxy> StartAsync(Uri target, X509Certificate2 certificate, X509Certificate2 authority)
    {
        var tampering = new TamperingProxy();
        tampering._proxy = await ReverseProxy.StartAsync(target, certificate, authority, DecompressionMethods.All, tampering.ForwardAsync);
        return tampering;
    }

    public ValueTask DisposeAsync() => _proxy.DisposeAsync();

    private async Task ForwardAsync(ReverseProxy proxy, HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        Note(body);
        if (OnToken is { } onToken && context.Request.Method == HttpMethods.Put)
            body = Replace(body, "registrationToken", onToken);
        using var answer = await proxy.SendAsync(context.Request, Encoding.UTF8.GetBytes(body));
        var text = await answer.Content.ReadAsStringAsync(context.RequestAborted);
        Note(text);
        if (context.Request.Path.StartsWithSegments("/metadata"))
        {
            // So that signing in comes this way as well; the audiences stay Azure's own.
            text = text.Replace($"\"loginEndpoint\":\"{proxy.Target}", $"\"loginEndpoint\":\"{Url}", StringComparison.Ordinal);
        }

        if (ValueOf(text, "activationKey") is { } key)
        {
            LastActivationKey = key;
            text = Replace(text, "activationKey", OnActivationKey ?? (same => same));
        }

        // Where an operation is followed: the client takes its token to no other host than the one it asked.
        await ReverseProxy.AnswerAsync(
            context, answer, Encoding.UTF8.GetBytes(text), header => header.Replace(proxy.Target.AbsoluteUri, Url.AbsoluteUri, StringComparison.Ordinal));
    }

    private void Note(string text)
    {
        foreach (var name in SecretNames)
        {
            if (ValueOf(text, name) is { Length: > 0 } value)
                _seen[value] = name;
        }
    }

    private static string Replace(string text, string name, Func<string, string> change) => ValueOf(text, name) is { } value
        ? text.Replace(value, change(value), StringComparison.Ordinal)
        : text;

    /// <summary>The value of a property at the top or below <c>properties</c>; all of these have no character that JSON escapes.</summary>
    private static string? ValueOf(string text, string name)
    {
        if (!text.StartsWith('{') || !text.Contains($"\"{name}\"", StringComparison.Ordinal))
            return null;
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        var holder = root.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object ? properties : root;
        return holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
