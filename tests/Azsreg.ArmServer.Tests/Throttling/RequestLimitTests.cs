namespace Azsreg.ArmServer.Tests.Throttling;

public sealed class RequestLimitTests
{
    private static readonly string Registration = $"{TestArm.Registration}?{TestArm.Version}";

    [Fact]
    public async Task Reads_Spent_Answer429WithRetryAfterUntilTheHourIsOver()
    {
        await using var arm = await TestArm.StartAsync(new ArmRequestLimits(Reads: 2));
        foreach (var remaining in (string[])["1", "0"])
        {
            using var response = await arm.GetAsync(Registration);
            TestArm.Header(response, "x-ms-ratelimit-remaining-subscription-reads").ShouldBe(remaining);
        }

        arm.Clock.Now += TimeSpan.FromMinutes(10);
        using var refused = await arm.GetAsync(Registration);
        (await TestArm.ErrorAsync(refused, 429)).Code.ShouldBe("SubscriptionRequestsThrottled");
        TestArm.Header(refused, "Retry-After").ShouldBe("3000");

        arm.Clock.Now += TimeSpan.FromMinutes(50);
        using var again = await arm.GetAsync(Registration);
        TestArm.Header(again, "x-ms-ratelimit-remaining-subscription-reads").ShouldBe("1");
    }

    [Fact]
    public async Task Count_KindsOfRequests_AreCountedApart()
    {
        await using var arm = await TestArm.StartAsync();
        using var write = await arm.SendAsync(HttpMethod.Put, Registration, "{}");
        TestArm.Header(write, "x-ms-ratelimit-remaining-subscription-writes").ShouldBe("1199");
        using var post = await arm.SendAsync(HttpMethod.Post, $"{TestArm.Registration}/getactivationkey?{TestArm.Version}");
        TestArm.Header(post, "x-ms-ratelimit-remaining-subscription-writes").ShouldBe("1198");
        using var delete = await arm.SendAsync(HttpMethod.Delete, Registration);
        TestArm.Header(delete, "x-ms-ratelimit-remaining-subscription-deletes").ShouldBe("14999");
        using var tenant = await arm.GetAsync("/tenants?api-version=2020-01-01");
        TestArm.Header(tenant, "x-ms-ratelimit-remaining-tenant-reads").ShouldBe("11999");
    }
}
