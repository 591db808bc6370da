namespace Azsreg.Remoting.Server;

/// <summary>One line of a session's transcript, without secrets.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Identity">Who acts.</param>
/// <param name="Time">When.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Text">The line.</param>
public sealed record TranscriptEntry(Guid SessionId, RemoteIdentity Identity, DateTimeOffset Time, TranscriptKind Kind, string Text);
