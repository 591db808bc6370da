using System.Formats.Asn1;

namespace Azsreg.Remoting.Tests.Ntlm.Acceptor;

/// <summary>SPNEGO's two messages (RFC 4178 §4.2), as far as an acceptor of NTLM needs them.</summary>
internal sealed record SpnegoToken
{
    public const string Ntlm = "1.3.6.1.4.1.311.2.2.10";
    private const string Spnego = "1.3.6.1.5.5.2";

    private static readonly Asn1Tag Application = new(TagClass.Application, 0);

    /// <summary>The mechanisms of a first message as they were encoded, over which both ends sign; null in a later one.</summary>
    public byte[]? MechanismList { get; private init; }

    public bool OffersNtlm { get; private init; }

    /// <summary>The token of the mechanism inside.</summary>
    public byte[]? Inner { get; private init; }

    public byte[]? Signature { get; private init; }

    /// <summary>A token of NTLM that stands by itself, as MS-SPNG §3.1.5.9 allows.</summary>
    public static bool IsBare(byte[] token) => token.AsSpan().StartsWith("NTLMSSP\0"u8);

    public static SpnegoToken Read(byte[] token)
    {
        var reader = new AsnReader(token, AsnEncodingRules.DER);
        var isFirst = reader.PeekTag().HasSameClassAndValue(Application);
        if (isFirst)
        {
            reader = reader.ReadSequence(Application);
            reader.ReadObjectIdentifier().ShouldBe(Spnego);
        }
        var fields = reader.ReadSequence(Context(isFirst ? 0 : 1)).ReadSequence();
        byte[]? list = null, inner = null, signature = null;
        var ntlm = false;
        while (fields.HasData)
        {
            var tag = fields.PeekTag().TagValue;
            var field = fields.ReadSequence(Context(tag));
            switch (isFirst, tag)
            {
                case (true, 0):
                    list = field.PeekEncodedValue().ToArray();
                    for (var names = field.ReadSequence(); names.HasData;) ntlm |= names.ReadObjectIdentifier() == Ntlm;
                    break;
                case (_, 2): inner = field.ReadOctetString(); break;
                case (_, 3): signature = field.ReadOctetString(); break;
            }
        }
        return new SpnegoToken { MechanismList = list, OffersNtlm = ntlm, Inner = inner, Signature = signature };
    }

    /// <summary>The acceptor's answer.</summary>
    /// <param name="state">0 completed, 1 incomplete.</param>
    /// <param name="mechanism">The mechanism chosen; in the first answer only.</param>
    /// <param name="inner">NTLM's token.</param>
    /// <param name="signature">Over the list of mechanisms; in the last answer.</param>
    public static byte[] Answer(int state, string? mechanism, byte[]? inner, byte[]? signature)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence(Context(1)))
        using (writer.PushSequence())
        {
            using (writer.PushSequence(Context(0))) writer.WriteEncodedValue([0x0A, 1, (byte)state]);
            if (mechanism is not null)
                using (writer.PushSequence(Context(1))) writer.WriteObjectIdentifier(mechanism);
            if (inner is not null)
                using (writer.PushSequence(Context(2))) writer.WriteOctetString(inner);
            if (signature is not null)
                using (writer.PushSequence(Context(3))) writer.WriteOctetString(signature);
        }
        return writer.Encode();
    }

    private static Asn1Tag Context(int number) => new(TagClass.ContextSpecific, number, isConstructed: true);
}
