using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Azsreg.Hosting;
using Azsreg.Protocol;

namespace Azsreg.Soak.Tests;

/// <summary>A stamp's admin ARM by plain HTTP, as a resource provider reaches it: what did not arrive is sent again until it did.</summary>
internal sealed class StampDoor(Uri url, X509Certificate2 authority, string user, string password) : IDisposable
{
    private const string Version = "2015-06-01-preview";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly HttpClient _http = new(TrustedHttp.CreateHandler([authority], systemRoots: false)) { BaseAddress = url, Timeout = TimeSpan.FromMinutes(1) };
    private string? _token;
    private string? _provider;

    /// <summary>Enters amounts. All of them must be taken, now or by an attempt whose answer was lost.</summary>
    public async Task ReportAsync(IReadOnlyCollection<UsageEntry> entries)
    {
        var body = new
        {
            reports = entries.Select(entry => new
            {
                subscriptionId = entry.Subscription,
                tenantId = entry.Tenant,
                resourceUri = entry.Resource,
                location = "local",
                meterId = entry.Meter,
                usageHour = entry.Start,
                quantity = entry.Quantity,
                revision = entry.Revision,
            }),
        };
        var answer = await AskAsync(HttpMethod.Post, "reportUsage", body);
        answer.GetProperty("refused").GetArrayLength().ShouldBe(0, answer.ToString());
        (answer.GetProperty("accepted").GetInt32() + answer.GetProperty("repeated").GetInt32()).ShouldBe(entries.Count);
    }

    /// <summary>Where the reporting stands.</summary>
    public async Task<(string State, long Waiting, long Refused, string? Failure)> StatusAsync()
    {
        var properties = (await AskAsync(HttpMethod.Get, "usageBridge/default", null)).GetProperty("properties");
        return (
            properties.GetProperty("state").GetString()!, properties.GetProperty("waitingRecords").GetInt64(), properties.GetProperty("refusedRecords").GetInt64(),
            properties.TryGetProperty("failureMessage", out var failure) ? failure.GetString() : null);
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> AskAsync(HttpMethod method, string what, object? body)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                _token ??= await SignInAsync(patience.Token);
                _provider ??= (await SendAsync(HttpMethod.Get, "/subscriptions?api-version=2016-06-01", null, patience.Token)).GetProperty("value")[0].GetProperty("subscriptionId").GetString();
                return await SendAsync(method, $"/subscriptions/{_provider}/providers/Microsoft.Commerce.Admin/{what}?api-version={Version}", body, patience.Token);
            }
            catch (HttpRequestException failed) when (failed.StatusCode is null or HttpStatusCode.Unauthorized or >= HttpStatusCode.InternalServerError)
            {
                // It was killed, or starts just now.
                if (failed.StatusCode == HttpStatusCode.Unauthorized)
                    _token = null;
                await Task.Delay(50, patience.Token);
            }
            catch (IOException)
            {
                await Task.Delay(50, patience.Token);
            }
        }
    }

    private async Task<string> SignInAsync(CancellationToken cancellationToken)
    {
        var metadata = (await _http.GetFromJsonAsync<JsonElement>("/metadata/endpoints?api-version=2022-09-01", cancellationToken)).GetProperty("authentication");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "password",
            ["client_id"] = WellKnown.AzurePowerShellClientId,
            ["username"] = user,
            ["password"] = password,
            ["scope"] = metadata.GetProperty("audiences")[0].GetString() + "/.default",
        });
        using var answer = await _http.PostAsync(new Uri($"/{metadata.GetProperty("tenant").GetString()}/oauth2/v2.0/token", UriKind.Relative), form, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("access_token").GetString()!;
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", _token);
        using var answer = await _http.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException(string.Create(CultureInfo.InvariantCulture, $"{method} {path}: {(int)answer.StatusCode} {text}"), null, answer.StatusCode);
        return JsonElement.Parse(text);
    }
}
