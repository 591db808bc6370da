using System.Text.Json;
using Microsoft.AspNetCore.Builder;

namespace Azsreg.ArmServer.Tests.Paging;

public sealed class PagingTests
{
    private static readonly string[] Letters = ["a", "b", "c", "d", "e"];

    private static Task<TestArm> StartAsync() => TestArm.StartAsync(map: app =>
    {
        foreach (var path in (string[])["/letters", "/others"])
        {
            app.MapArm("GET", path, request =>
            {
                var page = request.ReadPage(defaultSize: 2, maxSize: 3);
                string[] rows = [.. Letters.Where(one => page.After is null || string.CompareOrdinal(one, page.After) > 0).Take(page.Take)];
                return Task.FromResult(ArmResults.Ok(request.Page(page, rows, one => one)));
            }).RequireArm(null, null);
        }
    });

    [Fact]
    public async Task NextLink_Followed_AnswersEveryRowOnce()
    {
        await using var arm = await StartAsync();
        var seen = new List<string>();
        var pages = 0;
        for (var link = "/letters?$filter=x%20eq%20'1'"; link is not null; pages++)
        {
            using var response = await arm.GetAsync(link);
            var body = JsonElement.Parse(await response.Content.ReadAsStringAsync());
            seen.AddRange(body.GetProperty("value").EnumerateArray().Select(one => one.GetString()!));
            link = body.TryGetProperty("nextLink", out var next) ? next.GetString() : null;
            link?.ShouldStartWith($"{arm.Url}letters?$filter=x%20eq%20%271%27&$skipToken=");
        }

        seen.ShouldBe(Letters);
        pages.ShouldBe(3);
    }

    [Fact]
    public async Task Top_AboveTheMost_IsCut()
    {
        await using var arm = await StartAsync();
        using var response = await arm.GetAsync("/letters?$top=100");
        JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("value").GetArrayLength().ShouldBe(3);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("two")]
    public async Task Top_NoPositiveNumber_IsRefused(string top)
    {
        await using var arm = await StartAsync();
        using var response = await arm.GetAsync($"/letters?$top={top}");
        (await TestArm.ErrorAsync(response, 400)).Code.ShouldBe("InvalidTopParameter");
    }

    [Theory]
    [InlineData("letters", "AAAA")]
    [InlineData("letters", "not base64!")]
    [InlineData("others", null)]
    public async Task SkipToken_NotOfThisList_IsRefused(string list, string? token)
    {
        await using var arm = await StartAsync();
        if (token is null)
        {
            using var first = await arm.GetAsync("/letters");
            var link = JsonElement.Parse(await first.Content.ReadAsStringAsync()).GetProperty("nextLink").GetString()!;
            token = link[(link.IndexOf("$skipToken=", StringComparison.Ordinal) + 11)..];
        }

        using var response = await arm.GetAsync($"/{list}?$skipToken={Uri.EscapeDataString(token)}");
        (await TestArm.ErrorAsync(response, 400)).Code.ShouldBe("InvalidSkipToken");
    }
}
