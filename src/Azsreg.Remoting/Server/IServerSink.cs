namespace Azsreg.Remoting.Server;

/// <summary>Takes what a pool has to send; the transport hands it to the client in its own way.</summary>
internal interface IServerSink
{
    /// <summary>A fragment of the pool's own stream.</summary>
    void SendToPool(byte[] fragment);

    /// <summary>A fragment of a pipeline's stream; false if so much waits already that the client does not fetch it.</summary>
    bool TrySendToPipeline(Guid pipeline, byte[] fragment, bool isFinal);
}
