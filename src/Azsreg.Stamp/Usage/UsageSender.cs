using Azsreg.AzureClient;
using Azsreg.Protocol;
using Azsreg.Stamp.Activation;
using Azsreg.Stamp.Bridge;

namespace Azsreg.Stamp.Usage;

/// <summary>Commerce as the bridge reaches it: where the activation key says and for the audience it names, with the bridge's own tokens.</summary>
internal sealed class UsageSender(BridgeConnections connections, BridgeTokens tokens)
{
    // A batch of the largest size over a thin line; what is lost on the way is sent again anyhow.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Sends a batch once.</summary>
    /// <exception cref="ArmException">Commerce refused it.</exception>
    /// <exception cref="CataloguedException">Commerce, or the sign-in, could not be reached or gave no answer that can be read.</exception>
    /// <exception cref="PrivilegedEndpoint.CommandFailure">The activation's environment is not known any more.</exception>
    public async Task<UsageBatchAnswer> SendAsync(ActivationRecord activation, SealedUsageBatch batch, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(activation.UsageEndpoint, UriKind.Absolute, out var endpoint) || endpoint.Scheme != Uri.UriSchemeHttps)
            throw new CataloguedException(ErrorCatalogue.UsageEndpointMissing, $"The activation of {activation.RegistrationId} names '{activation.UsageEndpoint}'.");
        var environment = connections.Find(activation.Environment);
        // The bridge waits by itself: it knows of what else there is to send, and remembers over a restart.
        var connection = connections.Open(environment) with { Retry = RetryPolicy.None, TryTimeout = Longest };
        var audience = activation.UsageResourceUri.Length > 0 ? activation.UsageResourceUri : environment.Azure.Audience;
        var client = new ArmClient(connection, endpoint, tokens.Of(activation.ObjectId), audience);
        var request = new ArmRequest(HttpMethod.Put, UsageBatch.PathOf(activation.RegistrationId, batch.ActivationId, batch.Number), WellKnown.RegistrationApiVersion)
        {
            Body = batch.Content,
            ContentType = UsageBatch.ContentType,
            ContentEncoding = "gzip",
        };
        var answer = (await client.SendAsync(request, ProtocolJson.Tolerant.UsageBatchAnswer, cancellationToken)).Value;
        // An answer about something else, from a proxy say, acknowledges nothing.
        return answer is not null && answer.Number == batch.Number && answer.Hash == batch.Hash && answer.Accepted + answer.Repeated + answer.NotReported + answer.Refused.Count == batch.RecordCount
            ? answer
            : throw new CataloguedException(ErrorCatalogue.AnswerNotUnderstood, $"{endpoint.GetLeftPart(UriPartial.Authority)} answered to usage batch {batch.Number} with something that is not about it.");
    }
}
