using System.Net;
using Azsreg.Portal.Tests.Shell;

namespace Azsreg.Portal.Tests.Usage;

/// <summary>The usage pages over a real socket, of a stamp that is not registered.</summary>
public sealed class UsagePageTests
{
    [Fact]
    public async Task Usage_NothingUsed_SaysWhyAndWatches()
    {
        await using var portal = await StartAsync();
        using var browser = await portal.SignInAsync();

        var page = await browser.GetAsync("/usage");

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Html.ShouldContain("Nothing was used in the last 30 days");
        page.Html.ShouldContain("Waiting: not registered");
        page.Html.ShouldContain("href=\"/registration\"");
        page.Html.ShouldContain("id=\"usage-charts\" data-live=\"usage\"");
    }

    [Fact]
    public async Task Usage_OfTwoUnits_IsOneChartEachToTheLastDigit()
    {
        await using var portal = await StartAsync();
        using (var stamp = await StampSide.OpenAsync(portal))
        {
            await stamp.ReportAsync(portal.Clock.GetUtcNow(), StampSide.BaseVm, 0.1m);
            await stamp.ReportAsync(portal.Clock.GetUtcNow(), StampSide.BaseVm, 0.200000001m, "vm2");
            await stamp.ReportAsync(portal.Clock.GetUtcNow(), StampSide.StaticAddress, 7);
        }

        using var browser = await portal.SignInAsync();
        var cores = await browser.GetAsync("/usage?days=7");
        var addresses = await browser.GetAsync("/usage?days=7&unit=IP%20addresses*hours");

        cores.Html.ShouldContain("virtual core hours in 7 days");
        cores.Html.ShouldContain("0.300000001");
        cores.Html.ShouldNotContain("Static IP Address Usage");
        WebUtility.HtmlDecode(addresses.Html).ShouldContain("7 IP addresses × hours in 7 days");
        addresses.Html.ShouldContain("Static IP Address Usage");
        addresses.Html.ShouldNotContain("Base VM Size Hours");
        cores.Html.ShouldNotContain("style=\"");
        // What comes while somebody looks comes in the days and the unit that were chosen.
        WebUtility.HtmlDecode(addresses.Html).ShouldContain("hx-get=\"/usage/charts?days=7&unit=IP%20addresses%2Ahours\"");
    }

    [Fact]
    public async Task Csv_OfYesterday_HasTheExportsColumnsAndNoFormula()
    {
        await using var portal = await StartAsync();
        using (var stamp = await StampSide.OpenAsync(portal))
            await stamp.ReportAsync(portal.Clock.GetUtcNow(), StampSide.BaseVm, 1.5m, "=HYPERLINK(1)");
        portal.Clock.Advance(TimeSpan.FromDays(1));
        using var browser = await portal.SignInAsync();

        var csv = await browser.GetAsync("/usage/export.csv?days=7");

        csv.Headers["Content-Type"].ShouldBe("text/csv; charset=utf-8");
        csv.Headers["Content-Disposition"].ShouldStartWith("attachment; filename=\"usage-AzS-ERCS01-");
        var lines = csv.Html.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldBe("UsageStartTime,UsageEndTime,MeterName,Quantity,resourceType,location,resourceGroup,resourceName,subowner,tags,MeterId,additionalInfo,subscription,resourceUri");
        lines.Length.ShouldBe(2);
        lines[1].ShouldContain(",Base VM Size Hours,1.5,");
        lines[1].ShouldContain(",'=HYPERLINK(1),");
    }

    [Fact]
    public async Task Batches_Unregistered_SaysThatNoneWasMade()
    {
        await using var portal = await StartAsync();
        using var browser = await portal.SignInAsync(TestPortal.Reader);

        (await browser.GetAsync("/usage/batches")).Html.ShouldContain("No batch was made yet");
        (await browser.GetAsync("/usage/refused")).Html.ShouldContain("No record was refused");
    }

    [Fact]
    public async Task Bridge_ByItself_IsTheCardAndNotThePage()
    {
        await using var portal = await StartAsync();
        using var browser = await portal.SignInAsync();

        var card = await browser.GetAsync("/usage/bridge");

        card.Html.TrimStart().ShouldStartWith("<div id=\"usage-bridge\"");
        card.Html.ShouldContain("hx-get=\"/usage/bridge\"");
    }

    private static async Task<TestPortal> StartAsync()
    {
        var portal = new TestPortal();
        await portal.StartAsync();
        return portal;
    }
}
