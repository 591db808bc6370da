using System.Security.Cryptography;
using System.Text;
using Azsreg.AzureClient.Tests.Testing;
using Azsreg.Protocol;

namespace Azsreg.AzureClient.Tests.StampAdmin;

/// <summary>Bringing content to a stamp in Azure Storage's words: Put Block, Put Block List, Get Block List.</summary>
public sealed class UploadOperationsTests : IAsyncLifetime
{
    private const string Hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    private TlsServer _server = null!;

    private UploadOperations Uploads => new ArmClient(_server.Connection(), _server.Environment, new FixedTokens()).Uploads;

    public async ValueTask InitializeAsync() => _server = await TlsServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(200, true)]
    [InlineData(404, false)]
    public async Task IsWhole_Head_IsAskedWithTheToken(int status, bool expected)
    {
        _server.Then(status);

        (await Uploads.IsWholeAsync(Hash, default)).ShouldBe(expected);

        var asked = _server.Asked.Single();
        (asked.Method, asked.Path, asked.Headers["Authorization"]).ShouldBe(("HEAD", $"/uploads/{Hash}", "Bearer first"));
    }

    [Fact]
    public async Task ListBlocks_Answer_IsReadWithItsByteOrderMark()
    {
        _server.Then(200, "\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList><CommittedBlocks /><UncommittedBlocks>"
            + "<Block><Name>MDAwMDAwMDA=</Name><Size>4194304</Size></Block><Block><Name>MDAwMDAwMDE=</Name><Size>17</Size></Block></UncommittedBlocks></BlockList>");

        var blocks = await Uploads.ListBlocksAsync(Hash, default);

        blocks.ShouldBe(new Dictionary<string, long> { ["MDAwMDAwMDA="] = 4194304, ["MDAwMDAwMDE="] = 17 }, ignoreOrder: true);
        _server.Asked.Single().Path.ShouldBe($"/uploads/{Hash}?comp=blocklist&blocklisttype=uncommitted");
    }

    [Fact]
    public async Task ListBlocks_NothingThere_IsEmpty()
    {
        _server.Then(404, "", ("x-ms-error-code", "BlobNotFound"));

        (await Uploads.ListBlocksAsync(Hash, default)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("<BlockList><Unc")]
    [InlineData("<BlockList><Block><Name>a</Name><Size>many</Size></Block></BlockList>")]
    [InlineData("<BlockList><Block><Name>a</Name></Block></BlockList>")]
    [InlineData("<BlockList><Block><Name>a</Name><Size>1</Size></Block><Block><Name>a</Name><Size>1</Size></Block></BlockList>")]
    [InlineData("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><BlockList>&e;</BlockList>")]
    [InlineData("{\"not\":\"xml\"}")]
    [InlineData("")]
    public async Task ListBlocks_NotUnderstood_IsSaid(string body)
    {
        _server.Then(200, body);

        (await Should.ThrowAsync<CataloguedException>(() => Uploads.ListBlocksAsync(Hash, default))).Entry.ShouldBe(ErrorCatalogue.AnswerNotUnderstood);
    }

    [Fact]
    public async Task PutBlock_Block_CarriesItsIdAndMd5()
    {
        _server.Then(201);

        await Uploads.PutBlockAsync(Hash, UploadOperations.BlockId(12), "hello"u8.ToArray(), default);

        var asked = _server.Asked.Single();
        (asked.Method, asked.Path, asked.Body).ShouldBe(("PUT", $"/uploads/{Hash}?comp=block&blockid=MDAwMDAwMTI%3D", "hello"));
        asked.Headers["Content-MD5"].ShouldBe(Md5("hello"));
    }

    [Fact]
    public async Task PutBlock_ConnectionCutThenTokenOver_IsSentAgainWhole()
    {
        _server.Then(_ => new Answer(0) { Breaks = true }).Then(401).Then(201);

        await Uploads.PutBlockAsync(Hash, UploadOperations.BlockId(0), "hello"u8.ToArray(), default);

        _server.Asked.Select(asked => (asked.Body, asked.Headers["Authorization"])).ShouldBe([("hello", "Bearer first"), ("hello", "Bearer first"), ("hello", "Bearer second")]);
    }

    [Fact]
    public async Task Commit_Blocks_AreListedInOrder()
    {
        _server.Then(201);

        await Uploads.CommitAsync(Hash, [UploadOperations.BlockId(0), UploadOperations.BlockId(1)], default);

        var asked = _server.Asked.Single();
        (asked.Method, asked.Path, asked.Headers["Content-Type"]).ShouldBe(("PUT", $"/uploads/{Hash}?comp=blocklist", "application/xml"));
        asked.Body.ShouldBe("<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList><Latest>MDAwMDAwMDA=</Latest><Latest>MDAwMDAwMDE=</Latest></BlockList>");
    }

    [Fact]
    public async Task Commit_OtherContent_TellsStoragesCodeOverTheBodys()
    {
        _server.Then(400, "<?xml version=\"1.0\"?><Error><Code>x</Code><Message>It has another hash.</Message></Error>", ("x-ms-error-code", "Sha256Mismatch"));

        var refused = await Should.ThrowAsync<ArmException>(() => Uploads.CommitAsync(Hash, [UploadOperations.BlockId(0)], default));

        (refused.StatusCode, refused.Error.Code).ShouldBe((400, "Sha256Mismatch"));
        refused.Error.Message.ShouldContain("It has another hash.");
    }

    [Fact]
    public async Task Commit_NoSuchAddress_IsNoSuccess()
    {
        _server.Then(404, """{"error":{"code":"NotFound","message":"no uploads here"}}""");

        (await Should.ThrowAsync<ArmException>(() => Uploads.CommitAsync(Hash, [UploadOperations.BlockId(0)], default))).Error.Code.ShouldBe("NotFound");
    }

    [Fact]
    public async Task IsWhole_RightMissing_IsARefusalAndNoAbsence()
    {
        _server.Then(403, "");

        (await Should.ThrowAsync<ArmException>(() => Uploads.IsWholeAsync(Hash, default))).StatusCode.ShouldBe(403);
    }

    [Fact]
    public void BlockId_AnyNumber_IsOfOneLength() =>
        Enumerable.Range(0, 9).Select(power => UploadOperations.BlockId((int)Math.Pow(10, power) - 1).Length).Distinct().ShouldBe([12]);

#pragma warning disable CA5351 // What Azure Storage's Content-MD5 is.
    private static string Md5(string text) => Convert.ToBase64String(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
}
