using System.Text.RegularExpressions;
using Azsreg.Hosting;
using Azsreg.Portal.Live;
using Azsreg.Portal.Tests.Shell;
using Azsreg.Stamp.Live;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Portal.Tests.Live;

public sealed partial class LiveTests : IAsyncLifetime
{
    private readonly TestPortal _portal = new();

    public ValueTask InitializeAsync() => _portal.InitializeAsync();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task Live_StampChanged_NamesTheTopicAndNothingElse()
    {
        using var browser = await _portal.SignInAsync();
        using var live = await ConnectedAsync(browser);

        _portal.Changes.Raise(StampTopics.Alerts);

        (await live.NextAsync()).ShouldBe(("change", "alerts"));
    }

    [Fact]
    public async Task Live_ChangesInQuickSuccession_AreToldTogether()
    {
        using var browser = await _portal.SignInAsync();
        using var live = await ConnectedAsync(browser);

        for (var count = 0; count < 500; count++)
            _portal.Changes.Raise(StampTopics.Downloads);
        _portal.Changes.Raise(StampTopics.Usage);
        _portal.Services.GetRequiredService<LiveHub>().Raise(LiveTopics.Work);

        (await live.NextAsync()).ShouldBe(("change", "downloads usage work"));
        _portal.Changes.Raise(StampTopics.Health);
        (await live.NextAsync()).ShouldBe(("change", "health"));
    }

    [Fact]
    public async Task Live_StampWritesAnAlert_IsTold()
    {
        using var browser = await _portal.SignInAsync();
        using var live = await ConnectedAsync(browser);

        await _portal.StampServices.GetRequiredService<SqlDatabase>().TransactAsync(
            (connection, transaction) => connection.ExecuteAsync("update alerts set state = 'Closed'", transaction: transaction));

        (await live.NextAsync()).ShouldBe(("change", "alerts health"));
    }

    [Fact]
    public async Task Live_TransactionTakenBack_IsNotTold()
    {
        using var browser = await _portal.SignInAsync();
        using var live = await ConnectedAsync(browser);
        var database = _portal.StampServices.GetRequiredService<SqlDatabase>();

        await Should.ThrowAsync<TimeoutException>(() => database.TransactAsync(async (connection, transaction) =>
        {
            await connection.ExecuteAsync("update alerts set state = 'Closed'", transaction: transaction);
            throw new TimeoutException();
        }));
        await database.TransactAsync((connection, transaction) =>
            connection.ExecuteAsync("update stamp_facts set facts = facts", transaction: transaction));

        (await live.NextAsync()).ShouldBe(("change", "activation health"));
    }

    [Fact]
    public async Task Live_SignedOut_EndsWithTheSession()
    {
        using var browser = _portal.Browse();
        var page = await browser.SignInAsync(TestPortal.Owner);
        using var live = await ConnectedAsync(browser);

        await browser.PostAsync("/sign-out", new() { ["form-token"] = page.FormToken });

        (await live.NextAsync()).ShouldBe(("ended", ""));
        (await live.NextAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Live_SessionRunOut_Ends()
    {
        using var browser = await _portal.SignInAsync();
        using var live = await ConnectedAsync(browser);

        _portal.Clock.Advance(TimeSpan.FromMinutes(31));
        _portal.Changes.Raise(StampTopics.Alerts);

        (await live.NextAsync()).ShouldBe(("ended", ""));
    }

    [Fact]
    public async Task Live_NothingChanges_SaysItIsThere()
    {
        await _portal.StopAsync();
        _portal.Configure = options => options with { LiveBeat = TimeSpan.FromMilliseconds(50) };
        await _portal.StartAsync();
        using var browser = await _portal.SignInAsync();
        using var live = await ConnectedAsync(browser);

        (await live.NextAsync()).ShouldBe(("beat", ""));
    }

    [Fact]
    public async Task Live_ManyPages_HearItAllAndAreForgottenWhenTheyLeave()
    {
        using var browser = await _portal.SignInAsync();
        var pages = new List<LiveReader>();
        for (var count = 0; count < 50; count++)
            pages.Add(await ConnectedAsync(browser));
        var hub = _portal.Services.GetRequiredService<LiveHub>();
        hub.Connections.ShouldBe(50);

        _portal.Changes.Raise(StampTopics.Usage);
        foreach (var page in pages)
            (await page.NextAsync()).ShouldBe(("change", "usage"));
        pages.ForEach(page => page.Dispose());

        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (hub.Connections > 0)
            await Task.Delay(20, late.Token);
        hub.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task Live_StampStartedAgain_IsConnectedToAnew()
    {
        using var browser = await _portal.SignInAsync();
        using (var before = await ConnectedAsync(browser))
        {
            await _portal.StopAsync();
        }

        await _portal.StartAsync();
        using var after = await ConnectedAsync(browser);
        _portal.Changes.Raise(StampTopics.Activation);

        (await after.NextAsync()).ShouldBe(("change", "activation"));
    }

    [Fact]
    public async Task Live_ChangedBeforeThePageListens_NamesWhatItMissedAndNothingElse()
    {
        using var browser = await _portal.SignInAsync();
        _portal.Changes.Raise(StampTopics.Usage);
        var address = AddressOf(await browser.GetAsync("/work"));
        _portal.Changes.Raise(StampTopics.Alerts);

        using var live = await ConnectedAsync(browser, address);

        (await live.NextAsync()).ShouldBe(("change", "alerts"));
        _portal.Changes.Raise(StampTopics.Health);
        (await live.NextAsync()).ShouldBe(("change", "health"));
    }

    [Fact]
    public async Task Live_ChangedWhileThereWasNoConnection_NamesItToTheNext()
    {
        using var browser = await _portal.SignInAsync();
        string moment;
        using (var before = await ConnectedAsync(browser))
        {
            _portal.Changes.Raise(StampTopics.Usage);
            await before.NextAsync();
            moment = before.Moment;
        }

        _portal.Changes.Raise(StampTopics.Downloads);
        using var after = await ConnectedAsync(browser, $"/live?since={moment}");

        (await after.NextAsync()).ShouldBe(("change", "downloads"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("nonsense.7")]
    [InlineData("00000000000000000000000000000000.999999999999999999999999")]
    [InlineData("0197f3a4c0de7abc8def0123456789ab.3")]
    public async Task Live_MomentOfNoPageOfThisRun_NamesEverything(string moment)
    {
        using var browser = await _portal.SignInAsync();

        using var live = await ConnectedAsync(browser, $"/live?since={moment}");

        (await live.NextAsync()).ShouldBe(("change", "activation alerts downloads usage activity health work"));
    }

    [GeneratedRegex("data-live-url=\"(/live[?]since=[^\"]+)\"")]
    private static partial Regex LiveAddress();

    private static string AddressOf(Page page)
    {
        var address = LiveAddress().Match(page.Html);
        address.Success.ShouldBeTrue(page.Html);
        return address.Groups[1].Value;
    }

    private static async Task<LiveReader> ConnectedAsync(Browser browser, string address = "/live")
    {
        var live = await browser.LiveAsync(address);
        (await live.NextAsync()).ShouldBe(("hello", ""));
        return live;
    }
}
