namespace Azsreg.Protocol;

/// <summary>A batch as it was read: on the wire gzip of lines, the header first, then one record a line.</summary>
/// <param name="Header">The header; its hash fits the lines.</param>
/// <param name="Records">The records that can be read and keep the bounds of <see cref="UsageRecordRules"/>, in their order.</param>
/// <param name="Refused">The others, by name.</param>
public sealed record UsageBatch(UsageBatchHeader Header, IReadOnlyList<UsageRecord> Records, IReadOnlyList<UsageRefusal> Refused)
{
    /// <summary>The media type; <c>Content-Encoding</c> is <c>gzip</c>.</summary>
    public const string ContentType = "application/x-ndjson";

    /// <summary>Where a batch is PUT, below the <c>usageEndpoint</c> of the activation key (which ends in a slash).</summary>
    /// <param name="registrationId">The registration's ARM id.</param>
    /// <param name="activationId">The activation.</param>
    /// <param name="number">The batch's number.</param>
    public static string PathOf(string registrationId, string activationId, long number)
    {
        ArgumentNullException.ThrowIfNull(registrationId);
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{registrationId.TrimStart('/')}/activations/{activationId}/usageBatches/{number}");
    }
}
