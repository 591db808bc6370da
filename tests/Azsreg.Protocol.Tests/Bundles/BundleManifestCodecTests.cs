using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.Protocol.Tests.Bundles;

/// <summary>The envelope's text is free, what is signed is not.</summary>
public sealed class BundleManifestCodecTests : IDisposable
{
    private readonly ECDsa _key = SampleBundle.NewKey();
    private readonly byte[] _bytes;

    public BundleManifestCodecTests() => _bytes = BundleManifestCodec.Encode(SampleBundle.Manifest(), _key);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void Encode_Manifest_IsADsseEnvelopeAnyToolCanVerify()
    {
        var envelope = JsonNode.Parse(_bytes)!;
        var payload = Convert.FromBase64String((string)envelope["payload"]!);
        var type = (string)envelope["payloadType"]!;
        byte[] signed = [.. Encoding.UTF8.GetBytes($"DSSEv1 {type.Length} {type} {payload.Length} "), .. payload];
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String((string)envelope["signatures"]![0]!["publicKey"]!), out _);

        type.ShouldBe("application/vnd.azsreg.marketplace-bundle+json");
        key.VerifyData(signed, Convert.FromBase64String((string)envelope["signatures"]![0]!["sig"]!), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence).ShouldBeTrue();
        ((string)envelope["signatures"]![0]!["keyid"]!).ShouldBe(Convert.ToHexStringLower(SHA256.HashData(_key.ExportSubjectPublicKeyInfo())));
    }

    [Fact]
    public void Encode_Manifest_HasTheFieldsOfTheDocumentedFormat()
    {
        var payload = JsonNode.Parse(Convert.FromBase64String((string)JsonNode.Parse(_bytes)!["payload"]!))!;

        payload["formatVersion"]!.ToJsonString().ShouldBe("1");
        payload["created"]!.ToJsonString().ShouldContain("2026-11-22T21:00:00+00:00".Replace("+", "\\u002B", StringComparison.Ordinal));
        payload["files"]![1]!.ToJsonString().ShouldBe(
            $$"""{"path":"content/60/{{SampleBundle.Archive}}","sha256":"{{SampleBundle.Archive}}","size":5,"contentMd5":"rL0Y20zC\u002BFzt72VPzMSk2A=="}""");
        ((string)payload["products"]![0]!["details"]!["properties"]!["sourceBlob"]!["uri"]!).ShouldBe("sha256:" + SampleBundle.Archive);
        ((string)payload["products"]![0]!["terms"]!["acceptedBy"]!).ShouldBe("owner@contoso.onmicrosoft.com");
    }

    [Fact]
    public void Read_WhatWasEncoded_IsWholeAndTheSame()
    {
        var read = BundleManifestCodec.Read(_bytes);

        read.IsSignatureWhole.ShouldBeTrue();
        read.Signer.ShouldBe(BundleSigner.Of(_key));
        read.Manifest.Products[0].Details.Properties.SourceBlob!.Uri.ShouldBe("sha256:" + SampleBundle.Archive);
        read.Manifest.Files.ShouldBe(SampleBundle.Manifest().Files);
        BundleRules.Check(read.Manifest).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("mark")]
    [InlineData("CR LF")]
    [InlineData("UTF-16")]
    [InlineData("UTF-16 big-endian")]
    [InlineData("indented")]
    public void Read_TextChangedByItsJourney_IsStillWhole(string damage)
    {
        var text = Encoding.UTF8.GetString(_bytes);
        var changed = damage switch
        {
            "mark" => [0xEF, 0xBB, 0xBF, .. _bytes],
            "CR LF" => Encoding.UTF8.GetBytes(text.Replace(",", ",\r\n", StringComparison.Ordinal) + "\r\n"),
            "UTF-16" => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)],
            "UTF-16 big-endian" => [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(text)],
            _ => Encoding.UTF8.GetBytes(JsonNode.Parse(text)!.ToJsonString(new JsonSerializerOptions { WriteIndented = true })),
        };

        BundleManifestCodec.Read(changed).IsSignatureWhole.ShouldBeTrue();
    }

    [Fact]
    public void Read_CutOffAnywhere_SaysSoOrIsNotWhole()
    {
        for (var length = 0; length < _bytes.Length - 2; length += 7)
            Should.Throw<CataloguedException>(() => BundleManifestCodec.Read(_bytes.AsSpan(0, length))).Entry.ShouldBe(ErrorCatalogue.BundleManifestUnreadable);
        Should.Throw<CataloguedException>(() => BundleManifestCodec.Read(_bytes.AsSpan(0, 900))).Detail.ShouldContain("cut off");
    }

    [Fact]
    public void Read_OneByteFlippedAnywhere_IsNeverWholeWithOtherContent()
    {
        var original = Convert.FromBase64String((string)JsonNode.Parse(_bytes)!["payload"]!);
        Prop.ForAll(Gen.Choose(0, _bytes.Length - 2).ToArbitrary(), Gen.Choose(0, 7).ToArbitrary(), (at, bit) =>
        {
            var flipped = (byte[])_bytes.Clone();
            flipped[at] ^= (byte)(1 << bit);
            try
            {
                // A signature's last base64 digit holds bits that mean nothing; then what is signed is the same.
                return !BundleManifestCodec.Read(flipped).IsSignatureWhole
                    || Convert.FromBase64String((string)JsonNode.Parse(flipped)!["payload"]!).AsSpan().SequenceEqual(original);
            }
            catch (CataloguedException refused)
            {
                return refused.Entry == ErrorCatalogue.BundleManifestUnreadable || refused.Entry == ErrorCatalogue.BundleFormatNewer;
            }
        }).CheckSeeded(800);
    }

    [Fact]
    public void Read_AnyText_IsRefusedInTheCataloguesWords()
    {
        var pieces = Gen.Elements(
            "{", "}", "[", "]", "\"", ":", ",", "null", "1", "-1e99", "true", "\"payload\"", "\"payloadType\"", "\"signatures\"", "\"keyid\"", "\"sig\"", "\"publicKey\"",
            "\"application/vnd.azsreg.marketplace-bundle+json\"", "\"e30=\"", "\uFEFF", "\0", "\\u0000", " ", "\n");
        var texts = from length in Gen.Choose(0, 60) from parts in pieces.ArrayOf(length) select string.Concat(parts);
        Prop.ForAll(texts.ToArbitrary(), text =>
            Should.Throw<CataloguedException>(() => BundleManifestCodec.Read(Encoding.UTF8.GetBytes(text))).Entry == ErrorCatalogue.BundleManifestUnreadable)
            .CheckSeeded(800);
    }

    [Fact]
    public void Read_AnySignedContent_IsRefusedOrJudged()
    {
        // The signer may be anybody: the content is as hostile as the envelope.
        var payload = JsonNode.Parse(Convert.FromBase64String((string)JsonNode.Parse(_bytes)!["payload"]!))!;
        var values = new[] { "null", "[]", "{}", "\"\"", "\"../x\"", "-1", "9223372036854775807", "1e400", "[null]", "[{}]", "{\"properties\":null}", "true" };
        var paths = Leaves(payload, "").ToList();
        Prop.ForAll(Gen.Elements(paths.ToArray()).ToArbitrary(), Gen.Elements(values).ToArbitrary(), (path, value) =>
        {
            try
            {
                _ = BundleRules.Check(BundleManifestCodec.Read(Signed(Replaced(payload, path, value))).Manifest);
                return true;
            }
            catch (CataloguedException refused)
            {
                return refused.Entry == ErrorCatalogue.BundleManifestUnreadable || refused.Entry == ErrorCatalogue.BundleFormatNewer;
            }
        }).CheckSeeded(800);
    }

    [Fact]
    public void Read_NewerFormat_IsNamedWhateverElseItHolds()
    {
        var refused = Should.Throw<CataloguedException>(() => BundleManifestCodec.Read(Signed("""{"formatVersion":2,"everything":"else"}""")));

        refused.Entry.ShouldBe(ErrorCatalogue.BundleFormatNewer);
        refused.Detail.ShouldContain("format 2");
    }

    [Fact]
    public void Read_FieldTwice_IsRefused() => Should.Throw<CataloguedException>(() => BundleManifestCodec.Read(
        Signed(Encoding.UTF8.GetString(Convert.FromBase64String((string)JsonNode.Parse(_bytes)!["payload"]!)).Replace("\"files\"", "\"files\":[],\"files\"", StringComparison.Ordinal))))
        .Entry.ShouldBe(ErrorCatalogue.BundleManifestUnreadable);

    [Fact]
    public void Read_KeyIdOfAnotherKey_IsNotWhole()
    {
        using var other = SampleBundle.NewKey();
        var envelope = JsonNode.Parse(_bytes)!;
        envelope["signatures"]![0]!["keyid"] = BundleSigner.Of(other).Fingerprint;

        BundleManifestCodec.Read(Encoding.UTF8.GetBytes(envelope.ToJsonString())).IsSignatureWhole.ShouldBeFalse();
    }

    [Fact]
    public void Read_SignedByAnother_TellsThatOne()
    {
        using var other = SampleBundle.NewKey();

        var read = BundleManifestCodec.Read(BundleManifestCodec.Encode(SampleBundle.Manifest(), other));

        read.IsSignatureWhole.ShouldBeTrue();
        read.Signer.ShouldBe(BundleSigner.Of(other));
        read.Signer.ShouldNotBe(BundleSigner.Of(_key));
    }

    [Fact]
    public void Read_KeyOnAnotherCurve_IsRefused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Should.Throw<CataloguedException>(() => BundleManifestCodec.Read(BundleManifestCodec.Encode(SampleBundle.Manifest(), other))).Detail.ShouldContain("P-256");
    }

    [Fact]
    public void Signer_PemWithTextAround_IsReadBack()
    {
        var signer = BundleSigner.Of(_key);

        BundleSigner.TryReadPem($"\uFEFFThe signer of head office\r\n{signer.ToPem().ReplaceLineEndings("\r\n")}\r\nRegards", out var read).ShouldBeTrue();
        read.ShouldBe(signer);
        BundleSigner.TryReadPem("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", out _).ShouldBeFalse();
        BundleSigner.NormalFingerprint(string.Join(':', signer.Fingerprint.ToUpperInvariant().Chunk(2).Select(pair => new string(pair)))).ShouldBe(signer.Fingerprint);
        BundleSigner.NormalFingerprint(signer.Fingerprint[..40]).ShouldBeNull();
    }

    /// <summary>Signs any content with a key of its own, without the product's code.</summary>
    private byte[] Signed(string content)
    {
        var payload = Encoding.UTF8.GetBytes(content);
        const string type = "application/vnd.azsreg.marketplace-bundle+json";
        byte[] signed = [.. Encoding.ASCII.GetBytes($"DSSEv1 {type.Length} {type} {payload.Length} "), .. payload];
        var key = _key.ExportSubjectPublicKeyInfo();
        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            payloadType = type,
            payload = Convert.ToBase64String(payload),
            signatures = new[]
            {
                new
                {
                    keyid = Convert.ToHexStringLower(SHA256.HashData(key)),
                    sig = Convert.ToBase64String(_key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
                    publicKey = Convert.ToBase64String(key),
                },
            },
        });
    }

    private static IEnumerable<string> Leaves(JsonNode? node, string path) => node switch
    {
        JsonObject one => one.SelectMany(pair => Leaves(pair.Value, $"{path}/{pair.Key}")).Prepend(path),
        JsonArray many => many.SelectMany((item, index) => Leaves(item, $"{path}/{index}")).Prepend(path),
        _ => [path],
    };

    private static string Replaced(JsonNode root, string path, string value)
    {
        if (path.Length == 0) return value;
        var copy = root.DeepClone();
        var parts = path[1..].Split('/');
        var at = copy;
        foreach (var part in parts[..^1]) at = at is JsonArray list ? list[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)]! : at![part]!;
        // 1e400 is JSON, but no number any type here holds.
        var put = value == "1e400" ? JsonNode.Parse("1e300") : JsonNode.Parse(value);
        if (at is JsonArray array) array[int.Parse(parts[^1], System.Globalization.CultureInfo.InvariantCulture)] = put;
        else at![parts[^1]] = put;
        return copy.ToJsonString();
    }
}
