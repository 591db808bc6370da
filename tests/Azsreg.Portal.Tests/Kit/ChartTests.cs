using Azsreg.Portal.Kit;
using Azsreg.Protocol;
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

    [Fact]
    public void OfMeters_EachUnit_ToldApartAndNoneAsTheRest()
    {
        foreach (var unit in UsageMeters.All.GroupBy(meter => meter.Unit))
        {
            var colours = ChartColour.OfMeters(unit.Take(ChartColour.Rest).Select(meter => UsageMeters.KeyOf(meter.Id)));

            colours.Values.ShouldBeUnique(unit.Key);
            colours.Values.ShouldNotContain(ChartColour.Rest, unit.Key);
        }
    }

    [Fact]
    public void OfMeters_UsedMoreOrLess_KeepTheirColours()
    {
        string[] keys = [.. UsageMeters.All.Take(5).Select(meter => UsageMeters.KeyOf(meter.Id)), "00000000000000000000000000000001"];

        ChartColour.OfMeters(keys.Reverse()).ShouldBe(ChartColour.OfMeters(keys), ignoreOrder: true);
        ChartColour.OfMeters([keys[1]])[keys[1]].ShouldBe(ChartColour.OfMeters(keys)[keys[1]]);
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
