using Azsreg.Operator.Stamps;
using Azsreg.Operator.Tests.SignIn;
using Azsreg.Protocol;

namespace Azsreg.Operator.Tests.Stamps;

public sealed class StampBookTests : IDisposable
{
    private readonly OperatorFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private StampBook Book => new(_folder.Data, TimeProvider.System);

    private static StampEntry Stamp(string name) => new() { Name = name, PrivilegedEndpoint = new Uri($"https://{name}:5986/wsman"), Fingerprint = "AB" };

    [Fact]
    public async Task Current_OnlyOne_IsInUseWithoutSaying()
    {
        Book.Current.ShouldBeNull();
        await Book.EnterAsync(Stamp("a"));

        Book.Current!.Name.ShouldBe("a");
        Book.Get(null).Fingerprint.ShouldBe("AB");
    }

    [Fact]
    public async Task Get_SeveralAndNoneChosen_AsksWhich()
    {
        await Book.EnterAsync(Stamp("a"));
        await Book.EnterAsync(Stamp("b"));

        Should.Throw<CataloguedException>(() => Book.Get(null)).NextCommands.ShouldBe(["azsreg stamp use a", "azsreg stamp use b"]);
        await Book.UseAsync("B");
        Book.Get(null).Name.ShouldBe("b");
    }

    [Fact]
    public async Task Remove_InUse_LeavesTheRest()
    {
        await Book.EnterAsync(Stamp("a"));
        await Book.EnterAsync(Stamp("b"));
        await Book.UseAsync("a");

        await Book.RemoveAsync("A");

        Book.List().ShouldHaveSingleItem().Name.ShouldBe("b");
        Book.Current!.Name.ShouldBe("b");
        Should.Throw<CataloguedException>(() => Book.Get("a")).Entry.ShouldBe(ErrorCatalogue.StampUnknown);
    }
}
