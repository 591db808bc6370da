namespace Azsreg.Remoting.WsMan;

/// <summary>Carries one envelope to the service and its answer back, signed in.</summary>
internal interface IWsManChannel : IDisposable
{
    /// <summary>Posts the envelope and returns the answer, an envelope too: fault documents are answers.</summary>
    /// <exception cref="RemotingException">The service cannot be reached, refuses the sign-in, or answers something else.</exception>
    Task<SoapDocument> PostAsync(string envelope, CancellationToken cancellationToken);
}
