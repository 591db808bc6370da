namespace Azsreg.Stamp.Activity;

/// <summary>A session of the privileged endpoint whose transcript is on the stamp.</summary>
/// <param name="Id">The session.</param>
/// <param name="User">Who opened it.</param>
/// <param name="OpenedAt">When.</param>
/// <param name="LastLineAt">When the last line was written.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Bytes">How large the transcript is.</param>
/// <param name="File">The transcript's file name, by which sessions are in the order of their opening.</param>
internal sealed record EndpointSession(Guid Id, string User, DateTimeOffset? OpenedAt, DateTimeOffset? LastLineAt, EndpointSessionState State, long Bytes, string File);
