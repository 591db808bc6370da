namespace Azsreg.Remoting.Client;

/// <summary>Carries a pool's fragments to the peer and back.</summary>
internal interface IRemotingTransport : IAsyncDisposable
{
    /// <summary>Sends the opening and takes in what comes until the pool is open.</summary>
    Task OpenAsync(ClientPool pool, CancellationToken cancellationToken);

    /// <summary>Exchanges the session key, so that secrets can be sent.</summary>
    Task ExchangeKeyAsync(ClientPool pool, IReadOnlyList<byte[]> publicKey, CancellationToken cancellationToken);

    /// <summary>Starts a pipeline, sends its input and takes in what comes until it has ended.</summary>
    Task RunAsync(
        ClientPool pool, ClientPipeline pipeline, IReadOnlyList<byte[]> create, IReadOnlyList<byte[]> input, CancellationToken cancellationToken);

    /// <summary>Asks the peer to stop a pipeline whose run was abandoned and waits for its end.</summary>
    Task StopAsync(ClientPool pool, ClientPipeline pipeline, CancellationToken cancellationToken);

    /// <summary>Ends the session at the peer.</summary>
    Task CloseAsync(ClientPool pool, CancellationToken cancellationToken);
}
