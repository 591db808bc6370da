using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azsreg.ArmServer.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Azsreg.ArmServer;

/// <summary>
/// An ARM request on its way: who asks, what for, and where. Take it as a parameter of a minimal-API handler, or with
/// <see cref="From"/>.
/// </summary>
public sealed class ArmRequest
{
    private readonly LazyAddresses _addresses;
    private readonly ArmServerOptions _options;

    internal ArmRequest(HttpContext context, string requestId, string correlationId, LazyAddresses addresses, ArmServerOptions options)
    {
        HttpContext = context;
        RequestId = requestId;
        CorrelationId = correlationId;
        _addresses = addresses;
        _options = options;
        Path = new ArmPath(context.Request.Path.Value ?? "/");
        Scope = Path.Scope;
    }

    /// <summary>The HTTP request below.</summary>
    public HttpContext HttpContext { get; }

    /// <summary>Who asks.</summary>
    /// <exception cref="InvalidOperationException">The endpoint is open to all.</exception>
    public ArmCaller Caller
    {
        get => field ?? throw new InvalidOperationException("An anonymous endpoint has no caller.");
        internal set;
    }

    /// <summary>The RBAC operation the endpoint declares; null where it asks only for a valid token, or none.</summary>
    public string? Action { get; internal set; }

    /// <summary>
    /// Where the rights are checked: the resource the path names; for a list the place it is listed at, for an action the
    /// resource it is done to; <c>/</c> at the tenant.
    /// </summary>
    public string Scope { get; internal set; }

    /// <summary>The subscription in the path; null at the tenant.</summary>
    public ArmSubscription? Subscription { get; internal set; }

    /// <summary>The subscription's id in lower case.</summary>
    /// <exception cref="InvalidOperationException">The path names none.</exception>
    public string SubscriptionId =>
        Subscription?.SubscriptionId ?? throw new InvalidOperationException("The path names no subscription.");

    /// <summary>The resource group in the path, as written there.</summary>
    public string? ResourceGroupName => Path.ResourceGroup;

    /// <summary>The api-version, as its declaration spells it.</summary>
    public string ApiVersion { get; internal set; } = "";

    /// <summary>The resource type the endpoint declares; null for an endpoint without api-versions.</summary>
    public string? ResourceType => Versions?.ResourceType;

    /// <summary>The api-versions the endpoint declares; null for one without.</summary>
    public ArmApiVersions? Versions { get; internal set; }

    /// <summary>This request's own id (<c>x-ms-request-id</c>).</summary>
    public string RequestId { get; }

    /// <summary>The id that ties together what belongs to one piece of work (<c>x-ms-correlation-request-id</c>).</summary>
    public string CorrelationId { get; }

    /// <summary>The HTTP method.</summary>
    public string Method => HttpContext.Request.Method;

    /// <summary>Cancelled when the client goes away.</summary>
    public CancellationToken Aborted => HttpContext.RequestAborted;

    internal ArmPath Path { get; }

    /// <summary>The request a pipeline step put on <paramref name="context"/>.</summary>
    /// <exception cref="InvalidOperationException">The endpoint was not mapped with <c>RequireArm</c>.</exception>
    public static ArmRequest From(HttpContext context) =>
        context.Features.Get<ArmRequest>() ?? throw new InvalidOperationException("Not an ARM endpoint: map it with RequireArm.");

    /// <summary>Lets minimal-API handlers take an <see cref="ArmRequest"/>.</summary>
    public static ValueTask<ArmRequest?> BindAsync(HttpContext context) => ValueTask.FromResult<ArmRequest?>(From(context));

    /// <summary>A value of the route.</summary>
    public string Route(string name) => (string)HttpContext.Request.RouteValues[name]!;

    /// <summary>A query parameter; null where it is missing or empty.</summary>
    /// <param name="name">Letter case does not count.</param>
    public string? Query(string name) => HttpContext.Request.Query.TryGetValue(name, out var value) && value is [{ Length: > 0 } one, ..] ? one : null;

    /// <summary>An absolute URL of this endpoint.</summary>
    /// <param name="pathAndQuery">Starts with a slash.</param>
    public string Absolute(string pathAndQuery) => _addresses.Value.Absolute(pathAndQuery);

    /// <summary>Reads the body.</summary>
    /// <exception cref="Protocol.ArmException">400 InvalidRequestContent: empty, not JSON, or not of this shape; 413: too long.</exception>
    public async Task<T> ReadAsync<T>(JsonTypeInfo<T> type)
        where T : class =>
        await TryReadAsync(type).ConfigureAwait(false) ?? throw ArmErrors.InvalidRequestContent("The request body is empty.");

    /// <summary>Reads the body by reflection, in ARM's JSON (<see cref="ArmJson.Options"/>).</summary>
    /// <exception cref="Protocol.ArmException">As <see cref="ReadAsync{T}(JsonTypeInfo{T})"/>.</exception>
    public Task<T> ReadAsync<T>()
        where T : class => ReadAsync((JsonTypeInfo<T>)ArmJson.Options.GetTypeInfo(typeof(T)));

    /// <summary>Reads the body; null where there is none.</summary>
    /// <exception cref="Protocol.ArmException">As <see cref="ReadAsync{T}(JsonTypeInfo{T})"/>.</exception>
    public async Task<T?> TryReadAsync<T>(JsonTypeInfo<T> type)
        where T : class
    {
        var body = await RequestBody.ReadAsync(HttpContext, _options).ConfigureAwait(false);
        if (body.IsEmpty)
            return null;
        try
        {
            var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = _options.MaxJsonDepth });
            var value = JsonSerializer.Deserialize(ref reader, type);
            while (reader.Read())
            {
            }

            return value ?? throw ArmErrors.InvalidRequestContent("The request body is null.");
        }
        catch (JsonException exception)
        {
            throw ArmErrors.InvalidRequestContent(RequestBody.Explain(exception));
        }
    }
}
