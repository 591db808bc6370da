namespace Azsreg.Remoting.Tests.Ntlm.Acceptor;

/// <summary>The sign-in of one connection by the tokens of its Negotiate headers, bare NTLM or wrapped in SPNEGO.</summary>
internal sealed class NegotiateConnection(NtlmAcceptor ntlm)
{
    private byte[]? mechanisms;

    public NtlmAcceptor Ntlm => ntlm;

    /// <summary>Takes a token.</summary>
    /// <returns>Whether the connection is signed in now, and the token to answer with; null for none.</returns>
    public (bool IsSignedIn, byte[]? Answer) Accept(byte[] token)
    {
        if (SpnegoToken.IsBare(token)) return Step(token);
        var wrapped = SpnegoToken.Read(token);
        if (wrapped.MechanismList is { } list)
        {
            mechanisms = list;
            wrapped.OffersNtlm.ShouldBeTrue();
        }
        var (isSignedIn, inner) = Step(wrapped.Inner.ShouldNotBeNull());
        if (!isSignedIn) return (false, inner is null ? null : SpnegoToken.Answer(1, SpnegoToken.Ntlm, inner, null));
        if (wrapped.Signature is null) return (true, SpnegoToken.Answer(0, null, null, null));
        ntlm.Verify(mechanisms, wrapped.Signature);
        var signature = ntlm.Sign(mechanisms!);
        ntlm.ResetCipher();
        return (true, SpnegoToken.Answer(0, null, null, signature));
    }

    private (bool, byte[]?) Step(byte[] token) => token[8] == 1 ? (false, ntlm.Challenge(token)) : (ntlm.Authenticate(token), null);
}
