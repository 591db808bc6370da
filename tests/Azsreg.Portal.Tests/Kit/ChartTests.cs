using Azsreg.Portal.Kit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Azsreg.Portal.Tests.Kit;

public sealed class ChartTests
{
    [Fact]
    public async Task Render_NameThatEndsTheElement_StaysData()
    {
        var html = await RenderAsync(new ChartData(ChartKind.Bar, "hours", ["22 Nov"], [new ChartSeries("</script><script>alert(1)</script>", 9, [1.5m])]));

        html.ShouldNotContain("<script>alert");
        html.ShouldContain("\"colour\":1");
        html.ShouldContain("<td class=\"number\">1.5</td>");
    }

    [Fact]
    public async Task Render_NoValue_IsAGapInChartAndTable()
    {
        var html = await RenderAsync(new ChartData(ChartKind.Line, "GB", ["21 Nov", "22 Nov"], [new ChartSeries("Storage", 0, [null, 2m])]));

        html.ShouldContain("\"values\":[null,2]");
        System.Net.WebUtility.HtmlDecode(html).ShouldContain("<td class=\"number\">–</td>");
    }

    [Fact]
    public void Of_SameMeter_HasTheSameColourEverywhere()
    {
        ChartColour.Of("FAB6EB84-500B-4A09-A8CA-7358F8BBAEA5").ShouldBe(ChartColour.Of("fab6eb84-500b-4a09-a8ca-7358f8bbaea5"));
        Enumerable.Range(0, 200).Select(number => ChartColour.Of($"meter {number}")).Distinct().Count().ShouldBe(ChartColour.Count);
    }

    private static async Task<string> RenderAsync(ChartData data)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(Chart.Title)] = "Usage", [nameof(Chart.Data)] = data });
            return (await renderer.RenderComponentAsync<Chart>(parameters)).ToHtmlString();
        });
    }
}
