using Azsreg.Operator.Accounts;
using Azsreg.Operator.Tests.SignIn;
using Azsreg.Protocol;

namespace Azsreg.Operator.Tests.Accounts;

public sealed class AccountBookTests : IDisposable
{
    private readonly OperatorFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private AccountBook Book => new(_folder.Data, TimeProvider.System);

    private static AccountSubscription Subscription(string id, string name, string state = "Enabled") => new(id, name, "t", "t.example", state, "PayAsYouGo_2014-09-01", "Owner");

    private static Account Person(string name, params AccountSubscription[] subscriptions) =>
        new("AzureCloud", name, AccountKind.User, "c", "t", "o", DateTimeOffset.UnixEpoch, subscriptions);

    [Fact]
    public async Task Enter_TwoAccounts_TheLastIsInUseAndBothAreKept()
    {
        await Book.EnterAsync(Person("a@t", Subscription("1", "One")));
        await Book.EnterAsync(Person("b@t", Subscription("2", "Two")));

        Book.List("azurecloud").Select(account => account.Name).ShouldBe(["a@t", "b@t"]);
        Book.Current("AzureCloud")!.Value.Account.Name.ShouldBe("b@t");
        Book.Current("Local").ShouldBeNull();
    }

    [Fact]
    public async Task Enter_OnlyUsableSubscription_IsTaken()
    {
        var taken = await Book.EnterAsync(Person("a@t", Subscription("1", "One", "Disabled"), Subscription("2", "Two")));

        taken!.Id.ShouldBe("2");
    }

    [Fact]
    public async Task Use_SubscriptionOfTheOtherAccount_TakesThatAccount()
    {
        await Book.EnterAsync(Person("a@t", Subscription("1", "One")));
        await Book.EnterAsync(Person("b@t", Subscription("2", "Two")));

        var (account, subscription) = await Book.UseAsync("AzureCloud", "ONE");

        (account.Name, subscription.Id).ShouldBe(("a@t", "1"));
        Book.Current("AzureCloud")!.Value.Account.Name.ShouldBe("a@t");
    }

    [Fact]
    public async Task Find_SeenByBoth_PrefersTheAccountInUse()
    {
        await Book.EnterAsync(Person("a@t", Subscription("1", "One")));
        await Book.EnterAsync(Person("b@t", Subscription("1", "One")));

        Book.Find("AzureCloud", "1").Account.Name.ShouldBe("b@t");
    }

    [Fact]
    public async Task Find_TwoOfOneName_AsksForTheId()
    {
        await Book.EnterAsync(Person("a@t", Subscription("1", "Same"), Subscription("2", "same")));

        var failure = Should.Throw<CataloguedException>(() => Book.Find("AzureCloud", "Same"));

        failure.Entry.ShouldBe(ErrorCatalogue.SubscriptionNotChosen);
        failure.NextCommands.ShouldBe(["azsreg account set --subscription 1", "azsreg account set --subscription 2"]);
    }

    [Fact]
    public void Find_Unknown_SaysSo() =>
        Should.Throw<CataloguedException>(() => Book.Find("AzureCloud", "x")).Entry.ShouldBe(ErrorCatalogue.AccountUnknown);

    [Fact]
    public async Task Remove_Account_LeavesTheOther()
    {
        var first = Person("a@t", Subscription("1", "One"));
        await Book.EnterAsync(first);
        await Book.EnterAsync(Person("b@t", Subscription("2", "Two")));

        await Book.RemoveAsync(first);

        Book.List().ShouldHaveSingleItem().Name.ShouldBe("b@t");
        Book.Current("AzureCloud")!.Value.Account.Name.ShouldBe("b@t");
    }
}
