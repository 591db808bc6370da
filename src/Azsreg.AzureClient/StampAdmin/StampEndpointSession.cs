namespace Azsreg.AzureClient;

/// <summary>A session of a stamp's privileged endpoint whose transcript is on the stamp.</summary>
/// <param name="Id">The session.</param>
/// <param name="User">Who opened it.</param>
/// <param name="OpenedAt">When.</param>
/// <param name="LastLineAt">When the last line was written.</param>
/// <param name="State"><c>Open</c>, <c>Closed</c> or <c>Interrupted</c>, where the stamp stopped under it.</param>
/// <param name="Bytes">How large the transcript is.</param>
public sealed record StampEndpointSession(Guid Id, string User, DateTimeOffset? OpenedAt, DateTimeOffset? LastLineAt, string State, long Bytes);
