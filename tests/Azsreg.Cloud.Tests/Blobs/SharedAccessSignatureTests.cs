using System.Security.Cryptography;
using System.Text;
using Azsreg.Cloud.Blobs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Azsreg.Cloud.Tests.Blobs;

public sealed class SharedAccessSignatureTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 64).Select(index => (byte)index)];
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Sign_Blob_IsTheDocumentedStringToSign()
    {
        // Azure Storage, "Create a service SAS", version 2015-04-05: thirteen lines.
        const string stringToSign =
            "r\n\n2026-11-22T13:00:00Z\n/blob/azsmarketplace/packages/contoso.router-1.0/osdisk.vhd\n\n\n\n2015-04-05\n\n\n\n\n";
        var expected = Convert.ToBase64String(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(stringToSign)));

        var query = SharedAccessSignature.Sign(Key, "packages", "contoso.router-1.0/osdisk.vhd", Now.AddHours(1)).Reveal();

        query.ShouldBe("sv=2015-04-05&sr=b&sp=r&se=2026-11-22T13%3A00%3A00Z&sig=" + Uri.EscapeDataString(expected));
    }

    [Fact]
    public void Refuse_OwnLink_PassesUntilItsExpiry()
    {
        var query = Parse(Link());
        SharedAccessSignature.Refuse(Key, "packages", "a/b", query, Now).ShouldBeNull();
        SharedAccessSignature.Refuse(Key, "packages", "a/b", query, Now.AddHours(1).AddTicks(-1)).ShouldBeNull();
        SharedAccessSignature.Refuse(Key, "packages", "a/b", query, Now.AddHours(1)).ShouldBe(
            "Signature not valid in the specified time frame: Start [] - Expiry [Sun, 22 Nov 2026 13:00:00 GMT] - Current [Sun, 22 Nov 2026 13:00:00 GMT]");
    }

    [Theory]
    [InlineData("packages", "a/c")]
    [InlineData("packages", "a/B")]
    [InlineData("icons", "a/b")]
    public void Refuse_LinkOfAnotherBlob_DoesNotMatch(string container, string name) =>
        SharedAccessSignature.Refuse(Key, container, name, Parse(Link()), Now).ShouldBe("Signature did not match.");

    [Theory]
    [InlineData("se=2026-11-22T13%3A00%3A00Z", "se=2036-11-22T13%3A00%3A00Z", "Signature did not match.")]
    [InlineData("sp=r", "sp=rw", "Signature did not match.")]
    [InlineData("sp=r", "sp=r&st=2020-01-01T00:00:00Z", "Signature did not match.")]
    [InlineData("sp=r", "sp=r&rscd=attachment", "Signature did not match.")]
    [InlineData("sig=", "sig=A", "Signature did not match.")]
    [InlineData("sig=", "sgi=", "The link carries no signature.")]
    [InlineData("sr=b", "sr=c", "sr is mandatory, and b here.")]
    [InlineData("sv=2015-04-05", "sv=2012-02-12", "sv is mandatory, and 2015-04-05 here.")]
    [InlineData("sp=r", "sp=r&sp=r", "sp is not well formed.")]
    public void Refuse_AlteredLink_SaysWhy(string from, string to, string why) =>
        SharedAccessSignature.Refuse(Key, "packages", "a/b", Parse(Link().Replace(from, to, StringComparison.Ordinal)), Now).ShouldBe(why);

    [Fact]
    public void Refuse_AnyBitOfTheSignatureFlipped_DoesNotMatch()
    {
        var link = Link();
        var at = link.IndexOf("sig=", StringComparison.Ordinal) + 4;
        var signature = Convert.FromBase64String(Uri.UnescapeDataString(link[at..]));
        for (var bit = 0; bit < signature.Length * 8; bit++)
        {
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
            var altered = link[..at] + Uri.EscapeDataString(Convert.ToBase64String(signature));
            SharedAccessSignature.Refuse(Key, "packages", "a/b", Parse(altered), Now).ShouldBe("Signature did not match.", $"bit {bit}");
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    private static string Link() => SharedAccessSignature.Sign(Key, "packages", "a/b", Now.AddHours(1)).Reveal();

    private static QueryCollection Parse(string query) => new(QueryHelpers.ParseQuery(query));
}
