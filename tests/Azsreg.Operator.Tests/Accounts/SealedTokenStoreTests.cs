using Azsreg.AzureClient;
using Azsreg.Hosting;
using Azsreg.Operator.Accounts;
using Azsreg.Operator.Tests.SignIn;
using Azsreg.Protocol;

namespace Azsreg.Operator.Tests.Accounts;

public sealed class SealedTokenStoreTests : IDisposable
{
    private readonly OperatorFolder _folder = new();
    private readonly SecretProtector _protector;

    public SealedTokenStoreTests() => _protector = SecretProtector.Open(_folder.Data);

    public void Dispose()
    {
        _protector.Dispose();
        _folder.Dispose();
    }

    private SealedTokenStore Store => new(_folder.Data, _protector);

    private static StoredTokens Tokens => new(
        new AccountCredential.Refresh(new Secret("refresh")),
        [new CachedToken("t", "a", new Secret("access"), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(1))]);

    [Fact]
    public async Task Write_Tokens_ComeBack()
    {
        await Store.WriteAsync("a/b", Tokens, default);

        var read = await Store.ReadAsync("a/b", default);

        ((AccountCredential.Refresh)read!.Credential).Token.Reveal().ShouldBe("refresh");
        var token = read.AccessTokens.ShouldHaveSingleItem();
        token.Token.Reveal().ShouldBe("access");
        token.ExpiresOn.ShouldBe(DateTimeOffset.UnixEpoch.AddHours(1));
    }

    [Fact]
    public async Task Read_OtherAccountsFile_IsRefused()
    {
        await Store.WriteAsync("a", Tokens, default);
        var a = Directory.GetFiles(_folder.Data.Operator, "tokens-*").Single();
        await Store.WriteAsync("b", Tokens, default);
        var b = Directory.GetFiles(_folder.Data.Operator, "tokens-*").Single(file => file != a);

        File.Copy(a, b, overwrite: true);

        (await Should.ThrowAsync<CataloguedException>(() => Store.ReadAsync("b", default).AsTask())).Entry.ShouldBe(ErrorCatalogue.SecretUnreadable);
    }

    [Fact]
    public async Task Remove_Account_IsGone()
    {
        await Store.WriteAsync("a", Tokens, default);

        await Store.RemoveAsync("a", default);
        await Store.RemoveAsync("a", default);

        (await Store.ReadAsync("a", default)).ShouldBeNull();
    }
}
