using Azsreg.Remoting.Client;

namespace Azsreg.Remoting.WsMan;

/// <summary>
/// Asks what the service offers before anything of the user leaves, and takes Negotiate, which proves the password without sending it,
/// before Basic, which is for TLS only.
/// </summary>
internal sealed class OfferedChannel(RemotingConnection connection, HttpMessageInvoker http, TlsBinding? binding) : IWsManChannel
{
    private IWsManChannel? chosen;

    public async Task<SoapDocument> PostAsync(string envelope, CancellationToken cancellationToken)
    {
        chosen ??= await ChooseAsync(cancellationToken);
        return await chosen.PostAsync(envelope, cancellationToken);
    }

    public void Dispose()
    {
        chosen?.Dispose();
        http.Dispose();
    }

    private async Task<IWsManChannel> ChooseAsync(CancellationToken cancellationToken)
    {
        var offer = await AuthenticationOffer.AskAsync(connection, http, cancellationToken);
        if (offer.Has(NegotiateChannel.Scheme)) return new NegotiateChannel(connection, http, binding);
        if (binding is not null && offer.Has("Basic")) return PlainChannel.Basic(connection, http);
        throw offer.Lacks(binding is null ? "Negotiate" : "Negotiate or Basic");
    }
}
