using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azsreg.AzureClient.Arm;
using Azsreg.AzureClient.Http;
using Azsreg.Protocol;

namespace Azsreg.AzureClient;

public sealed partial class ArmClient
{
    /// <summary>Sends a request that may go on after its answer (ARM RPC, "Asynchronous operations"), and waits for its end.</summary>
    /// <param name="request">The request.</param>
    /// <param name="type">How the thing at the end is read.</param>
    /// <param name="progress">Told the status at each look; null for none.</param>
    /// <param name="cancellationToken">Ends the waiting; the operation itself goes on.</param>
    /// <returns>The thing at the end; null where there is none, as after a removal.</returns>
    /// <exception cref="ArmException">The request was refused, or the operation ended in another state than Succeeded.</exception>
    public async Task<T?> SendLongRunningAsync<T>(
        ArmRequest request, JsonTypeInfo<T> type, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(request);
        var started = _connection.Clock.GetTimestamp();
        var answer = await SendCheckedAsync(request, cancellationToken);
        var operation = Link(answer, "Azure-AsyncOperation");
        var location = Link(answer, "Location");

        if (operation is not null)
        {
            var status = await PollOperationAsync(answer, operation, started, progress, cancellationToken);
            // What the operation made: at the resource itself for PUT and PATCH, at Location for an action.
            if (request.Method == HttpMethod.Put || request.Method == HttpMethod.Patch)
                return ReadBody(await GetCheckedAsync(ResourceOf(request), cancellationToken), type);
            if (request.Method == HttpMethod.Delete)
                return null;
            return ReadBody(location is null ? status : await GetCheckedAsync(location, cancellationToken), type);
        }

        if (answer.StatusCode == 202 && location is not null)
            return ReadBody(await PollLocationAsync(answer, location, started, progress, cancellationToken), type);
        return ReadBody(await PollResourceAsync(request, answer, started, progress, cancellationToken), type);
    }

    private async Task<HttpAnswer> PollOperationAsync(HttpAnswer answer, Uri operation, long started, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        while (true)
        {
            await WaitAsync(answer, started, operation, cancellationToken);
            answer = await GetCheckedAsync(operation, cancellationToken);
            var status = StatusIn(answer, "status") ?? Succeeded;
            progress?.Report(status);
            if (IsTerminal(status))
                return status.Equals(Succeeded, StringComparison.OrdinalIgnoreCase) ? answer : throw Ended(answer, status);
        }
    }

    private async Task<HttpAnswer> PollLocationAsync(HttpAnswer answer, Uri location, long started, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        while (answer.StatusCode == 202)
        {
            progress?.Report("Running");
            await WaitAsync(answer, started, location, cancellationToken);
            // Each look may name another place for the next one.
            location = Link(answer, "Location") ?? location;
            answer = await GetCheckedAsync(location, cancellationToken);
        }

        return answer;
    }

    private async Task<HttpAnswer> PollResourceAsync(ArmRequest request, HttpAnswer answer, long started, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Put && request.Method != HttpMethod.Patch)
            return answer;
        while (ProvisioningState(answer) is { } state)
        {
            if (IsTerminal(state))
                return state.Equals(Succeeded, StringComparison.OrdinalIgnoreCase) ? answer : throw Ended(answer, state);
            progress?.Report(state);
            await WaitAsync(answer, started, ResourceOf(request), cancellationToken);
            answer = await GetCheckedAsync(ResourceOf(request), cancellationToken);
        }

        return answer;
    }

    private const string Succeeded = "Succeeded";

    // The states a provider may be in meanwhile are its own; only the three ends are fixed.
    private static bool IsTerminal(string status) =>
        status.Equals(Succeeded, StringComparison.OrdinalIgnoreCase) || status.Equals("Failed", StringComparison.OrdinalIgnoreCase)
        || status.Equals("Canceled", StringComparison.OrdinalIgnoreCase);

    private Uri ResourceOf(ArmRequest request) => new(Root, request.Target.TrimStart('/'));

    private async Task<HttpAnswer> GetCheckedAsync(Uri address, CancellationToken cancellationToken)
    {
        var answer = await SendRawAsync(new ArmRequest(HttpMethod.Get, address.AbsolutePath, null), address, cancellationToken);
        return answer.IsSuccess ? answer : throw ArmErrorReader.ToException(answer, _connection.Clock.GetUtcNow());
    }

    private async Task WaitAsync(HttpAnswer answer, long started, Uri place, CancellationToken cancellationToken)
    {
        if (_connection.Clock.GetElapsedTime(started) > _options.OperationPatience)
            throw new CataloguedException(ErrorCatalogue.NoAnswerInTime, $"The operation at {place.AbsolutePath} did not end within {_options.OperationPatience.TotalMinutes:0} minutes.");
        var wait = answer.RetryAfter(_connection.Clock.GetUtcNow()) ?? _options.PollEvery;
        await Task.Delay(wait < _options.LongestPoll ? wait : _options.LongestPoll, _connection.Clock, cancellationToken);
    }

    private Uri? Link(HttpAnswer answer, string header) => Uri.TryCreate(Root, answer.Header(header), out var address) && answer.Header(header) is not null ? address : null;

    private static string? StatusIn(HttpAnswer answer, string name) =>
        WithJson(answer, root => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null);

    private static string? ProvisioningState(HttpAnswer answer) =>
        WithJson(answer, root => root.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
            && properties.TryGetProperty("provisioningState", out var state) && state.ValueKind == JsonValueKind.String ? state.GetString() : null);

    private static string? WithJson(HttpAnswer answer, Func<JsonElement, string?> read)
    {
        if (answer.Body.IsEmpty)
            return null;
        try
        {
            using var document = JsonDocument.Parse(answer.Body, new JsonDocumentOptions { MaxDepth = 64 });
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The latter: an escape of half a character. An answer that is no JSON has no state; reading it as the thing asked for says so.
            return null;
        }
    }

    private static ArmException Ended(HttpAnswer answer, string status)
    {
        var error = ArmErrorReader.Read(answer.StatusCode, answer.MediaType, answer.Body.Span);
        return answer.Body.IsEmpty || error.Code == "OK"
            ? new ArmException(409, $"Operation{status}", $"The operation ended in the state '{status}'.")
            : new ArmException(409, error);
    }
}
