using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azsreg.AzureClient.Arm;
using Azsreg.AzureClient.Http;
using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>
/// A Resource Manager as a client sees it: Azure's, or a stamp's admin ARM. Sends with the caller's token, tries passing failures
/// again, turns an error answer into an <see cref="ArmException"/> and a host that cannot be reached into a <see cref="CataloguedException"/>.
/// </summary>
public sealed partial class ArmClient
{
    private readonly AzureConnection _connection;
    private readonly HttpExchange _exchange;
    private readonly IAccessTokenSource _tokens;
    private readonly string _audience;
    private readonly ArmOptions _options;

    /// <summary>Makes a client.</summary>
    /// <param name="connection">The transport, clock and dice.</param>
    /// <param name="root">Where the Resource Manager answers.</param>
    /// <param name="tokens">Gives the caller's tokens.</param>
    /// <param name="audience">Whom the tokens are for.</param>
    /// <param name="options">Waits and bounds; null for the defaults.</param>
    public ArmClient(AzureConnection connection, Uri root, IAccessTokenSource tokens, string audience, ArmOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentException.ThrowIfNullOrEmpty(audience);
        _connection = connection;
        _exchange = new HttpExchange(connection);
        Root = root.AbsoluteUri.EndsWith('/') ? root : new Uri(root.AbsoluteUri + "/");
        _tokens = tokens;
        _audience = audience;
        _options = options ?? new ArmOptions();
    }

    /// <summary>Makes a client of an environment's Resource Manager.</summary>
    /// <param name="connection">The transport, clock and dice.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="tokens">Gives the caller's tokens.</param>
    /// <param name="options">Waits and bounds; null for the defaults.</param>
    public ArmClient(AzureConnection connection, AzureEnvironment environment, IAccessTokenSource tokens, ArmOptions? options = null)
        : this(connection, environment.ResourceManagerUrl, tokens, environment.Audience, options)
    {
    }

    /// <summary>Where the Resource Manager answers; ends in a slash.</summary>
    public Uri Root { get; }

    /// <summary>The correlation id all requests of this client share.</summary>
    public Guid CorrelationId => _connection.CorrelationId;

    internal TimeProvider Clock => _connection.Clock;

    /// <summary>The server's clock minus ours, as of the last answer; null before the first. Precise to a second.</summary>
    public TimeSpan? ClockDrift => _exchange.ClockDrift;

    /// <summary>Sends a request and reads its answer.</summary>
    /// <param name="request">The request.</param>
    /// <param name="type">How the body is read.</param>
    /// <param name="cancellationToken">Ends the call and its waits.</param>
    /// <typeparam name="T">What the body is read as.</typeparam>
    /// <exception cref="ArmException">The server answered with an error.</exception>
    /// <exception cref="CataloguedException">The server cannot be reached, its answer cannot be read, or no token could be had.</exception>
    public async Task<ArmResponse<T>> SendAsync<T>(ArmRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var answer = await SendCheckedAsync(request, cancellationToken);
        return new(answer.StatusCode, ReadBody(answer, type), answer.Header("ETag"), answer.Header("x-ms-request-id"))
        {
            Age = answer.Headers.Age,
            IsStale = answer.Headers.Warning.Any(warning => warning.Code == 110),
        };
    }

    /// <summary>Sends a request whose body nobody wants, and tells the status.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the call and its waits.</param>
    /// <returns>200 to 299.</returns>
    /// <exception cref="ArmException">The server answered with an error.</exception>
    public async Task<int> SendAsync(ArmRequest request, CancellationToken cancellationToken) =>
        (await SendCheckedAsync(request, cancellationToken)).StatusCode;

    /// <summary>Reads one thing.</summary>
    /// <exception cref="ArmException">The server answered with an error, also where it is not there.</exception>
    public async Task<T> GetAsync<T>(string path, string? apiVersion, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class =>
        Required(await SendAsync(new ArmRequest(HttpMethod.Get, path, apiVersion), type, cancellationToken));

    /// <summary>Reads one thing; null where it is not there (404).</summary>
    public async Task<T?> TryGetAsync<T>(string path, string? apiVersion, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await GetAsync(path, apiVersion, type, cancellationToken);
        }
        catch (ArmException e) when (e.StatusCode == 404)
        {
            return null;
        }
    }

    /// <summary>True where a thing is there (HEAD: 200 or 204), false where it is not (404).</summary>
    public async Task<bool> ExistsAsync(string path, string apiVersion, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(new ArmRequest(HttpMethod.Head, path, apiVersion), cancellationToken);
            return true;
        }
        catch (ArmException e) when (e.StatusCode == 404)
        {
            return false;
        }
    }

    /// <summary>Makes or replaces a thing.</summary>
    /// <returns>The status tells 201 made from 200 replaced.</returns>
    public Task<ArmResponse<TOut>> PutAsync<TIn, TOut>(
        string path, string apiVersion, TIn body, JsonTypeInfo<TIn> bodyType, JsonTypeInfo<TOut> type, CancellationToken cancellationToken)
        where TOut : class =>
        SendAsync(new ArmRequest(HttpMethod.Put, path, apiVersion) { Body = JsonSerializer.SerializeToUtf8Bytes(body, bodyType) }, type, cancellationToken);

    /// <summary>Removes a thing.</summary>
    /// <returns>False where it was not there (204 or 404).</returns>
    public async Task<bool> DeleteAsync(string path, string? apiVersion, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(new ArmRequest(HttpMethod.Delete, path, apiVersion), cancellationToken) != 204;
        }
        catch (ArmException e) when (e.StatusCode == 404)
        {
            return false;
        }
    }

    internal static T Required<T>(ArmResponse<T> response)
        where T : class =>
        response.Value ?? throw new CataloguedException(ErrorCatalogue.AnswerNotUnderstood, $"An answer of status {response.StatusCode} had no body.");

    private async Task<HttpAnswer> SendCheckedAsync(ArmRequest request, CancellationToken cancellationToken)
    {
        var answer = await SendRawAsync(request, new Uri(Root, request.Target.TrimStart('/')), cancellationToken);
        return answer.IsSuccess ? answer : throw ArmErrorReader.ToException(answer, _connection.Clock.GetUtcNow());
    }

    /// <summary>Sends with a token; a refused one is renewed once, since it may have been revoked or the clocks differ.</summary>
    private Task<HttpAnswer> SendRawAsync(ArmRequest request, Uri address, CancellationToken cancellationToken) =>
        SendAuthorizedAsync(() => Message(request, address), address, request.IsRepeatable, cancellationToken);

    /// <summary>Sends with a token what is no ARM request, such as a block of content.</summary>
    /// <param name="makeMessage">Makes the request without its token, anew for each try.</param>
    /// <param name="address">Where to.</param>
    /// <param name="repeatable">Doing it twice is the same as once.</param>
    /// <param name="cancellationToken">Ends the call and its waits.</param>
    internal async Task<HttpAnswer> SendAuthorizedAsync(Func<HttpRequestMessage> makeMessage, Uri address, bool repeatable, CancellationToken cancellationToken)
    {
        RefuseForeign(address);
        var token = await _tokens.GetTokenAsync(_audience, renew: false, cancellationToken);
        var answer = await _exchange.SendAsync(Signed, repeatable, cancellationToken);
        if (answer.StatusCode != 401)
            return answer;

        token = await _tokens.GetTokenAsync(_audience, renew: true, cancellationToken);
        return await _exchange.SendAsync(Signed, repeatable, cancellationToken);

        HttpRequestMessage Signed()
        {
            var message = makeMessage();
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Reveal());
            return message;
        }
    }

    private HttpRequestMessage Message(ArmRequest request, Uri address)
    {
        var message = new HttpRequestMessage(request.Method, address);
        message.Headers.Accept.Add(new("application/json"));
        message.Headers.AcceptLanguage.Add(new("en-US"));
        message.Headers.Add("x-ms-client-request-id", _connection.NewId().ToString());
        message.Headers.Add("x-ms-correlation-request-id", _connection.CorrelationId.ToString());
        message.Headers.Add("x-ms-return-client-request-id", "true");
        if (request.IfMatch is { } match)
            message.Headers.TryAddWithoutValidation("If-Match", match);
        if (request.IfNoneMatch is { } noneMatch)
            message.Headers.TryAddWithoutValidation("If-None-Match", noneMatch);
        if (request.Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body);
            message.Content.Headers.ContentType = request.ContentType is { } type ? new(type) : new("application/json") { CharSet = "utf-8" };
            if (request.ContentEncoding is { } encoding)
                message.Content.Headers.ContentEncoding.Add(encoding);
        }

        return message;
    }

    /// <summary>A next page or an operation's status lies where the answer says; the token goes only to the server it is for, and its regions.</summary>
    private void RefuseForeign(Uri address)
    {
        var same = address.Scheme == Root.Scheme && address.Port == Root.Port
            && (address.Host.Equals(Root.Host, StringComparison.OrdinalIgnoreCase) || address.Host.EndsWith('.' + Root.Host, StringComparison.OrdinalIgnoreCase));
        if (!same)
        {
            throw new CataloguedException(
                ErrorCatalogue.AnswerNotUnderstood,
                $"{Root} pointed to {address.GetLeftPart(UriPartial.Authority)}, which is another server; the token is not sent there.");
        }
    }

    private static T? ReadBody<T>(HttpAnswer answer, JsonTypeInfo<T> type)
        where T : class
    {
        if (answer.Body.IsEmpty)
            return null;
        try
        {
            var body = answer.Body.Span;
            return JsonSerializer.Deserialize(body.StartsWith("\uFEFF"u8) ? body[3..] : body, type);
        }
        catch (JsonException e)
        {
            throw new CataloguedException(
                ErrorCatalogue.AnswerNotUnderstood, $"An answer of status {answer.StatusCode} ({answer.MediaType ?? "no type"}) could not be read: {e.Message}", inner: e);
        }
    }
}
