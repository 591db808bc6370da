using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.Tests.Fakes;

namespace Azsreg.Stamp.Tests.Access;

public sealed class StampUsersTests : IAsyncLifetime
{
    private static readonly Secret Password = new("Long-enough-for-1");

    private TestStamp _stamp = null!;

    public async ValueTask InitializeAsync()
    {
        _stamp = await TestStamp.StartAsync();
        await _stamp.StopAsync();
    }

    public ValueTask DisposeAsync() => _stamp.DisposeAsync();

    [Fact]
    public async Task Add_Reader_IsListedWithItsRole()
    {
        await using (var users = await OpenAsync())
        {
            await users.AddAsync(new StampUser("ann@azurestack.local", "Ann", StampRoleName.Reader, Password, new Secret("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")), CancellationToken.None);
        }

        await using var again = await OpenAsync();
        var all = await again.ListAsync(CancellationToken.None);

        all.Select(user => (user.Name, Role: user.Roles.Single(), user.HasSecondFactor, user.IsAdministrator)).ShouldBe(
        [
            ("admin@azurestack.local", StampRoleName.Owner, false, true),
            ("ann@azurestack.local", StampRoleName.Reader, true, false),
        ]);
    }

    [Theory]
    [InlineData("admin@azurestack.local")]
    [InlineData("ann@elsewhere.example")]
    public async Task Add_NameThatCannotBe_ChangesNothing(string name)
    {
        await using var users = await OpenAsync();

        var failure = await Should.ThrowAsync<CataloguedException>(() => users.AddAsync(new StampUser(name, "Ann", StampRoleName.Owner, Password), CancellationToken.None));

        failure.Entry.ShouldBe(ErrorCatalogue.StampUserRefused);
        (await users.ListAsync(CancellationToken.None)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Remove_User_TakesItsRolesAlong()
    {
        await using var users = await OpenAsync();
        await users.AddAsync(new StampUser("ann@azurestack.local", "Ann", StampRoleName.Owner, Password), CancellationToken.None);

        await users.RemoveAsync("ANN@azurestack.local", CancellationToken.None);

        (await users.ListAsync(CancellationToken.None)).ShouldHaveSingleItem().Name.ShouldBe("admin@azurestack.local");
    }

    [Theory]
    [InlineData("admin@azurestack.local", "AZR8009")]
    [InlineData("nobody@azurestack.local", "AZR8008")]
    public async Task Remove_WhoStaysOrIsNotThere_IsRefused(string name, string code)
    {
        await using var users = await OpenAsync();

        var failure = await Should.ThrowAsync<CataloguedException>(() => users.RemoveAsync(name, CancellationToken.None));

        failure.Entry.Code.ShouldBe(code);
    }

    [Fact]
    public async Task Open_StampThatNeverRan_SaysSo() =>
        (await Should.ThrowAsync<CataloguedException>(() => StampUsers.OpenAsync(Folder, "Nobody", Options, TimeProvider.System, CancellationToken.None)))
            .Entry.ShouldBe(ErrorCatalogue.StampUserUnknown);

    [Fact]
    public async Task Open_StampThatRuns_IsRefused()
    {
        using var held = Folder.AcquireLock("stamp-AzS-ERCS01");

        (await Should.ThrowAsync<CataloguedException>(OpenAsync)).Entry.Code.ShouldBe("AZR1003");
    }

    private DataFolder Folder => DataFolder.Open(Path.GetFullPath(Path.Combine(_stamp.Folder, "..", "..")));

    private static StampOptions Options => new() { Name = "AzS-ERCS01", AdministratorPassword = Password, CloudAdministratorPassword = Password };

    private Task<StampUsers> OpenAsync() => StampUsers.OpenAsync(Folder, "AzS-ERCS01", Options, _stamp.Clock, CancellationToken.None);
}
