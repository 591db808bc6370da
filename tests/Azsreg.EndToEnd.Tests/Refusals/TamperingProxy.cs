using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Azsreg.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.EndToEnd.Tests.Refusals;

/// <summary>
/// Ends the operator's TLS before the Azure side, as an inspecting company proxy does: sees every token and key that passes, and changes
/// what it is told to.
/// </summary>
internal sealed class TamperingProxy : IAsyncDisposable
{
    private static readonly HashSet<string> OfTheConnection =
        new(StringComparer.OrdinalIgnoreCase) { "Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length", "Host" };

    private static readonly string[] SecretNames = ["refresh_token", "access_token", "activationKey", "registrationToken"];

    private readonly WebApplication _application;
    private readonly HttpMessageInvoker _azure;
    private readonly Uri _target;
    private readonly ConcurrentDictionary<string, string> _seen = new(StringComparer.Ordinal);

    private TamperingProxy(WebApplication application, Uri target, X509Certificate2 authority)
    {
        _application = application;
        _target = target;
        var handler = TrustedHttp.CreateHandler([authority]);
        handler.AutomaticDecompression = DecompressionMethods.All;
        _azure = new HttpMessageInvoker(handler);
    }

    public Uri Url => new UriBuilder(
        Uri.UriSchemeHttps,
        "localhost",
        new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port).Uri;

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
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var application = builder.Build();
        var proxy = new TamperingProxy(application, target, authority);
        application.Run(proxy.ForwardAsync);
        await application.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _azure.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        Note(body);
        if (OnToken is { } onToken && context.Request.Method == HttpMethods.Put)
            body = Replace(body, "registrationToken", onToken);
        using var request = RequestTo(context.Request, body);
        using var answer = await _azure.SendAsync(request, context.RequestAborted);
        var text = await answer.Content.ReadAsStringAsync(context.RequestAborted);
        Note(text);
        if (context.Request.Path.StartsWithSegments("/metadata"))
        {
            // So that signing in comes this way as well; the audiences stay Azure's own.
            text = text.Replace($"\"loginEndpoint\":\"{_target}", $"\"loginEndpoint\":\"{Url}", StringComparison.Ordinal);
        }

        if (ValueOf(text, "activationKey") is { } key)
        {
            LastActivationKey = key;
            text = Replace(text, "activationKey", OnActivationKey ?? (same => same));
        }

        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (!OfTheConnection.Contains(name) && name != "Content-Encoding")
                context.Response.Headers[name] = values.Select(Ours).ToArray();
        }

        if (text.Length > 0)
            await context.Response.WriteAsync(text, context.RequestAborted);
    }

    // Where an operation is followed: the client takes its token to no other host than the one it asked.
    private string Ours(string header) => header.Replace(_target.AbsoluteUri, Url.AbsoluteUri, StringComparison.Ordinal);

    private HttpRequestMessage RequestTo(HttpRequest from, string body)
    {
        var request = new HttpRequestMessage(new HttpMethod(from.Method), new Uri(_target, from.Path.ToUriComponent() + from.QueryString.ToUriComponent()));
        if (body.Length > 0 || from.ContentLength is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        }

        foreach (var (name, values) in from.Headers)
        {
            if (!OfTheConnection.Contains(name) && !request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }

        return request;
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
