using System.Security.Cryptography;
using System.Text;
using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.Protocol.Tests.Carried;

/// <summary>What a journey does to a file is undone, and nothing else is let pass.</summary>
public sealed class CarriedFileTests : IDisposable
{
    private const string KeyId = "3c92806f4c97488588e3fbb1c16dbd6c";
    private const string Source = "'file.txt'";

    private readonly ECDsa _stampKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RSA _issuer = RSA.Create(2048);
    private readonly ActivationKeySet _known = new();
    private readonly string _token;
    private readonly string _key;

    public CarriedFileTests()
    {
        _token = RegistrationTokenCodec.EncodeSigned(
            new RegistrationToken
            {
                Version = "6.0",
                CloudId = "5b0a7e8d-43f7-4a55-9c0b-a2f1c5d6be41",
                BillingModel = "Capacity",
                AgreementNumber = "00123456",
                Nonce = "n-1",
            },
            _stampKey);
        _key = ActivationKeyCodec.Encode(
            new ActivationKey
            {
                SubscriptionId = "8f2a",
                ResourceGroupName = "azurestack",
                RegistrationName = "AzureStack-5b0a7e8d",
                CloudId = "5b0a7e8d-43f7-4a55-9c0b-a2f1c5d6be41",
                BillingModel = "Capacity",
                AgreementNumber = "00123456",
                Expires = WellKnown.NeverExpires,
                Version = "6.0",
            },
            KeyId,
            _issuer);
        var parameters = _issuer.ExportParameters(includePrivateParameters: false);
        _known.Add($$"""{"keys":[{"kty":"RSA","kid":"{{KeyId}}","n":"{{System.Buffers.Text.Base64Url.EncodeToString(parameters.Modulus)}}","e":"AQAB"}]}""");
    }

    /// <summary>Every way a file is known to be changed by, one after the other in any number.</summary>
    private static readonly (string Name, Func<string, string> Do)[] TextDamages =
    [
        ("CR LF at the end", text => text + "\r\n"),
        ("blanks at the end", text => text + "  \t"),
        ("an empty line before", text => "\n" + text),
        ("wrapped at 76", text => Wrapped(text, 76, "\r\n")),
        ("wrapped at 64 with blanks", text => Wrapped(text, 64, "  \n  ")),
        ("no-break spaces", text => text + "\u00A0"),
        ("a mark of its own", text => "\uFEFF" + text),
    ];

    private static readonly (string Name, Func<string, string> Do)[] Wrappers =
    [
        ("bare", text => text),
        ("quotes", text => $"\"{text}\""),
        ("single quotes", text => $"'{text}'"),
        ("typographic quotes", text => $"\u201C{text}\u201D"),
        ("a here-string", text => $"@\"\r\n{text}\r\n\"@"),
        ("a literal here-string", text => $"@'\n{text}\n'@\n"),
    ];

    private static readonly (string Name, Func<string, byte[]> Do)[] Encodings =
    [
        ("UTF-8", Encoding.UTF8.GetBytes),
        ("UTF-8 with mark", text => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)]),
        ("UTF-16", text => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)]),
        ("UTF-16 big-endian", text => [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(text)]),
        ("UTF-16 without mark", text => Encoding.Unicode.GetBytes(text.TrimStart('\uFEFF'))),
        ("UTF-16 big-endian without mark", text => Encoding.BigEndianUnicode.GetBytes(text.TrimStart('\uFEFF'))),
    ];

    [Fact]
    public void ReadToken_AnyToleratedDamage_GivesTheTokenAsItWasMade() => Property((first, second, wrapper, encoding) =>
        CarriedFile.ReadToken(Travelled(_token, first, second, wrapper, encoding), Source).Text.Reveal() == _token);

    [Fact]
    public void ReadKey_AnyToleratedDamage_GivesTheKeyAsItWasMade() => Property((first, second, wrapper, encoding) =>
    {
        var read = CarriedFile.ReadKey(Travelled(_key, first, second, wrapper, encoding), Source, _known);
        return read.IsVerified && read.Text.Reveal() == _key;
    });

    [Fact]
    public void ReadToken_AnyBitOfTheFileFlipped_IsANamedError()
    {
        var file = Encoding.UTF8.GetBytes(_token);

        EachFlip(file, flipped => CarriedFile.ReadToken(flipped, Source)).ShouldBeSubsetOf(["AZR5010", "AZR5011", "AZR5012", "AZR5013", "AZR5014"]);
    }

    [Fact]
    public void ReadKey_AnyBitOfTheFileFlipped_IsANamedError()
    {
        var file = Encoding.UTF8.GetBytes(_key);

        EachFlip(file, flipped => CarriedFile.ReadKey(flipped, Source, _known, demandKnown: true))
            .ShouldBeSubsetOf(["AZR5001", "AZR5002", "AZR5003", "AZR5010", "AZR5011", "AZR5012"]);
    }

    [Fact]
    public void ReadToken_FieldAltered_TellsFilePartAndSigner()
    {
        var json = Encoding.UTF8.GetString(Convert.FromBase64String(_token)).Replace("00123456", "00123457", StringComparison.Ordinal);

        var failure = Should.Throw<CataloguedException>(() => CarriedFile.ReadToken(Convert.ToBase64String(Encoding.UTF8.GetBytes(json)), Source));

        failure.Entry.ShouldBe(ErrorCatalogue.RegistrationTokenAltered);
        failure.Detail.ShouldStartWith("'file.txt': The signature does not fit the token's content");
        failure.Detail.ShouldContain("It was to be signed by the stamp that calls itself cloud id 5b0a7e8d-43f7-4a55-9c0b-a2f1c5d6be41, with its key ");
    }

    [Fact]
    public void ReadKey_SignatureOfAnother_TellsFilePartAndSigner()
    {
        using var stranger = RSA.Create(2048);
        var forged = ActivationKeyCodec.Encode(ActivationKeyCodec.Inspect(_key).Key, KeyId, stranger);

        var failure = Should.Throw<CataloguedException>(() => CarriedFile.ReadKey(Encoding.UTF8.GetBytes(forged), Source, _known));

        failure.Entry.ShouldBe(ErrorCatalogue.ActivationKeyAltered);
        failure.Detail.ShouldStartWith($"'file.txt': the signature does not fit the content. It was to be signed by key {KeyId}");
    }

    [Fact]
    public void ReadKey_SignerNotKnown_IsReadButNotVerified()
    {
        using var none = new ActivationKeySet();

        CarriedFile.ReadKey(Encoding.UTF8.GetBytes(_key), Source, none).IsVerified.ShouldBeFalse();
    }

    /// <summary>However much is missing: what is left of a signature is base64 as often as not.</summary>
    [Fact]
    public void ReadKey_CutShort_NamesThePart()
    {
        var signature = _key.Length - _key.LastIndexOf('.') - 1;
        for (var missing = 1; missing <= signature; missing++)
        {
            var failure = Should.Throw<CataloguedException>(() => CarriedFile.ReadKey(Encoding.UTF8.GetBytes(_key[..^missing]), Source, _known));

            failure.Entry.ShouldBe(ErrorCatalogue.ActivationKeyMalformed, $"{missing} characters are missing");
            failure.Detail.ShouldStartWith("'file.txt', part 'signature'");
        }
    }

    [Fact]
    public void ReadKey_CutToTheLengthOfAShorterKey_NamesThePart()
    {
        using var large = RSA.Create(3072);
        using var known = new ActivationKeySet();
        var modulus = large.ExportParameters(includePrivateParameters: false).Modulus;
        known.Add($$"""{"keys":[{"kty":"RSA","kid":"{{KeyId}}","n":"{{System.Buffers.Text.Base64Url.EncodeToString(modulus)}}","e":"AQAB"}]}""");
        var key = ActivationKeyCodec.Encode(ActivationKeyCodec.Inspect(_key).Key, KeyId, large);

        // 3,072 bits are 512 characters; 344 of them are 258 bytes, more than a key of 2,048 bits has.
        var failure = Should.Throw<CataloguedException>(() => CarriedFile.ReadKey(Encoding.UTF8.GetBytes(key[..^168]), Source, known));

        failure.Entry.ShouldBe(ErrorCatalogue.ActivationKeyMalformed);
        failure.Detail.ShouldContain("part 'signature': The key's signature is shorter than its signer's; its end was cut off.");
    }

    [Theory]
    [InlineData("<Your Registration Token>")]
    [InlineData("\"<Your Registration Token>\"")]
    [InlineData("*Your copied registration token*")]
    [InlineData("YOUR-TOKEN")]
    [InlineData("your registration token")]
    [InlineData("$registrationToken")]
    [InlineData("@\"\r\n<Your Registration Token>\r\n\"@")]
    public void ReadToken_PlaceholderLeftIn_IsNamed(string text)
    {
        var failure = Should.Throw<CataloguedException>(() => CarriedFile.ReadToken(text, "The text of --token"));

        failure.Entry.ShouldBe(ErrorCatalogue.CarriedPlaceholder);
        failure.Detail.ShouldContain(text.Trim('"', '@', '\r', '\n'));
    }

    [Fact]
    public void ReadToken_ActivationKeyGiven_IsOfTheWrongKind() =>
        Should.Throw<CataloguedException>(() => CarriedFile.ReadToken(_key, Source)).Entry.ShouldBe(ErrorCatalogue.CarriedFileOfWrongKind);

    [Fact]
    public void ReadKey_TokenGiven_IsOfTheWrongKind() =>
        Should.Throw<CataloguedException>(() => CarriedFile.ReadKey(Encoding.UTF8.GetBytes(_token), Source)).Entry.ShouldBe(ErrorCatalogue.CarriedFileOfWrongKind);

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n")]
    [InlineData("\"\"")]
    public void ReadToken_NothingInIt_CannotBeRead(string text) =>
        Should.Throw<CataloguedException>(() => CarriedFile.ReadToken(text, Source)).Entry.ShouldBe(ErrorCatalogue.CarriedFileUnreadable);

    [Fact]
    public void ReadToken_TooLarge_CannotBeRead() =>
        Should.Throw<CataloguedException>(() => CarriedFile.ReadToken(new byte[TransferText.MaxBytes + 1], Source)).Entry.ShouldBe(ErrorCatalogue.CarriedFileUnreadable);

    [Fact]
    public void ReadToken_SignedVersionOfAnotherLayout_IsLeftToItsMaker()
    {
        var text = Convert.ToBase64String(Encoding.UTF8.GetBytes("""{"version":"6.0","cloudId":"a-1","billingModel":"Development","seal":"of another kind"}"""));

        CarriedFile.ReadToken(text, Source).Seal.ShouldBe(TokenSeal.Foreign);
    }

    [Fact]
    public void ReadToken_Unsigned_SaysThatItIs()
    {
        var text = RegistrationTokenCodec.Encode(new RegistrationToken { Version = "1.0", CloudId = "a-1", BillingModel = "Development" });

        CarriedFile.ReadToken(text, Source).Seal.ShouldBe(TokenSeal.None);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"keys\":[]}")]
    [InlineData("{\"keys\":[{\"kty\":\"EC\"}]}")]
    [InlineData("not JSON")]
    public void ReadKeySet_NoUsableKey_IsRefused(string json) =>
        Should.Throw<CataloguedException>(() => CarriedFile.ReadKeySet(Encoding.UTF8.GetBytes(json), Source)).Entry.ShouldBe(ErrorCatalogue.ActivationKeySetUnusable);

    [Theory]
    [InlineData("{\"files\":[]}", CarriedKind.Unknown)]
    [InlineData("{\"keys\":[]}", CarriedKind.ActivationKeySet)]
    [InlineData("hello", CarriedKind.Unknown)]
    public void KindOf_OtherFiles_AreToldApart(string text, CarriedKind kind) => CarriedFile.KindOf(Encoding.UTF8.GetBytes(text), Source).ShouldBe(kind);

    [Fact]
    public void KindOf_AnyBytes_FailsOnlyInTheCataloguesWords() => Prop.ForAll<byte[]>(bytes =>
    {
        try
        {
            CarriedFile.KindOf(bytes, Source);
        }
        catch (CataloguedException)
        {
            // Named, as it should be.
        }
    }).CheckSeeded();

    public void Dispose()
    {
        _stampKey.Dispose();
        _issuer.Dispose();
        _known.Dispose();
    }

    private static HashSet<string> EachFlip(byte[] content, Action<byte[]> read)
    {
        var codes = new HashSet<string>();
        for (var bit = 0; bit < content.Length * 8; bit++)
        {
            var flipped = (byte[])content.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            codes.Add(CodeOf(() => read(flipped)) ?? throw new InvalidOperationException($"Bit {bit} was let pass."));
        }

        return codes;
    }

    // Not Should.Throw: some thirty thousand times it takes half a minute.
    private static string? CodeOf(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (CataloguedException failure)
        {
            return failure.Entry.Code;
        }
    }

    private static void Property(Func<int, int, int, int, bool> holds)
    {
        var any = from first in Gen.Choose(0, TextDamages.Length - 1)
                  from second in Gen.Choose(0, TextDamages.Length - 1)
                  from wrapper in Gen.Choose(0, Wrappers.Length - 1)
                  from encoding in Gen.Choose(0, Encodings.Length - 1)
                  select (first, second, wrapper, encoding);
        Prop.ForAll(any.ToArbitrary(), one => holds(one.first, one.second, one.wrapper, one.encoding)
            .Label($"{TextDamages[one.first].Name}, {Wrappers[one.wrapper].Name}, {TextDamages[one.second].Name}, {Encodings[one.encoding].Name}"))
            .CheckSeeded(400);
    }

    private static byte[] Travelled(string text, int first, int second, int wrapper, int encoding) =>
        Encodings[encoding].Do(TextDamages[second].Do(Wrappers[wrapper].Do(TextDamages[first].Do(text))));

    private static string Wrapped(string text, int width, string end) => string.Join(end, text.Chunk(width).Select(line => new string(line)));
}
