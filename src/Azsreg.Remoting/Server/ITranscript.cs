namespace Azsreg.Remoting.Server;

/// <summary>Keeps what happens in sessions. Called from several threads; must not block for long.</summary>
public interface ITranscript
{
    /// <summary>Adds a line.</summary>
    void Write(TranscriptEntry entry);
}
