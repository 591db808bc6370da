using System.Text.Json.Serialization.Metadata;
using Azsreg.AzureClient.Http;
using Azsreg.Protocol;

namespace Azsreg.AzureClient;

public sealed partial class ArmClient
{
    /// <summary>Starts what goes on after the answer, and does not wait for it: for a caller who looks at many such at once, or goes away.</summary>
    /// <param name="request">The request.</param>
    /// <param name="type">How a body is read.</param>
    /// <param name="cancellationToken">Ends the call; what was started goes on.</param>
    /// <exception cref="ArmException">The server answered with an error.</exception>
    public async Task<ArmOperation<T>> BeginAsync<T>(ArmRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(request);
        return Operation(await SendCheckedAsync(request, cancellationToken), type);
    }

    /// <summary>Looks once at a place that <see cref="BeginAsync"/> or a former look has named.</summary>
    /// <param name="place">The place; on this server.</param>
    /// <param name="type">How a body is read.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArmException">The server answered with an error.</exception>
    public async Task<ArmOperation<T>> LookAsync<T>(Uri place, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(place);
        return Operation(await GetCheckedAsync(place, cancellationToken), type);
    }

    private ArmOperation<T> Operation<T>(HttpAnswer answer, JsonTypeInfo<T> type)
        where T : class =>
        new(answer.StatusCode, ReadBody(answer, type), Link(answer, "Azure-AsyncOperation"), Link(answer, "Location"), answer.RetryAfter(_connection.Clock.GetUtcNow()));
}
