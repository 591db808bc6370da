using System.Net;
using System.Text.Json;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Tests.Commerce;

public sealed class UsageBatchWireTests(CommerceRig rig, CloudFixture cloud) : IClassFixture<CommerceRig>
{
    [Fact]
    public async Task Put_Batch_IsAnsweredWithItsCounts()
    {
        await rig.RegisterAsync("Development");
        var batch = rig.Batch([CommerceRig.Record(), CommerceRig.Record(), CommerceRig.Record(hour: new DateTimeOffset(2016, 1, 1, 0, 0, 0, TimeSpan.Zero))]);

        using var response = await rig.PutAsync(batch);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json; charset=utf-8");
        response.Headers.GetValues("x-ms-request-id").ShouldHaveSingleItem();
        var body = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        body.EnumerateObject().Select(member => member.Name).ShouldBe(
            ["cloudId", "activationId", "number", "hash", "accepted", "repeated", "notReported", "refused", "receivedAt"]);
        body.GetProperty("accepted").GetInt32().ShouldBe(1);
        body.GetProperty("repeated").GetInt32().ShouldBe(1);
        var refused = body.GetProperty("refused").EnumerateArray().ShouldHaveSingleItem();
        refused.GetProperty("recordId").GetString().ShouldStartWith("2016010100-");
        refused.GetProperty("code").GetString().ShouldBe("UsageTooOld");
        refused.GetProperty("message").GetString().ShouldStartWith("Usage is kept from ");
    }

    [Fact]
    public async Task Put_Again_GetsTheSameBytes()
    {
        await rig.RegisterAsync("Development");
        var batch = rig.Batch([CommerceRig.Record()]);
        using var first = await rig.PutAsync(batch);
        using var second = await rig.PutAsync(batch);

        (await second.Content.ReadAsByteArrayAsync()).ShouldBe(await first.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Put_Acknowledged_IsSeenAtOnceByReaders()
    {
        await rig.RegisterAsync("PayAsYouUse");
        using (var response = await rig.PutAsync(rig.Batch([CommerceRig.Record()])))
            response.StatusCode.ShouldBe(HttpStatusCode.OK);

        (await cloud.ExpectAsync(200, HttpMethod.Get, rig.TodayPath())).GetProperty("value").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Put_AnotherPrincipalThanTheBridge_IsForbidden() =>
        (await CommerceRig.RefusalAsync(await rig.PutAsync(rig.Batch([CommerceRig.Record()]), token: await cloud.TokenAsync("owner")))).ShouldBe((403, "AuthorizationFailed"));

    [Fact]
    public async Task Put_TokenForGraph_IsUnauthorized() =>
        (await CommerceRig.RefusalAsync(await rig.PutAsync(rig.Batch([CommerceRig.Record()]), token: await rig.TokenAsync("https://graph.microsoft.com")))).Status.ShouldBe(401);

    [Fact]
    public async Task Put_NoToken_IsUnauthorized()
    {
        using var response = await cloud.SendAsync(HttpMethod.Put, "/usage/" + UsageBatch.PathOf(rig.RegistrationPath, "a1", 1) + "?api-version=2022-06-01", user: null);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Put_UnknownRegistration_IsNotFound()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/usage" + rig.RegistrationPath + "x/activations/a1/usageBatches/1?api-version=2022-06-01")
        {
            Content = new ByteArrayContent(rig.Batch([CommerceRig.Record()])),
        };
        request.Content.Headers.ContentType = new(UsageBatch.ContentType);
        request.Content.Headers.ContentEncoding.Add("gzip");
        request.Headers.Authorization = new("Bearer", await rig.TokenAsync());

        (await CommerceRig.RefusalAsync(await cloud.Http.SendAsync(request))).ShouldBe((404, "RegistrationNotFound"));
    }

    [Theory]
    [InlineData(2, "a1")]
    [InlineData(1, "a2")]
    public async Task Put_PathOfAnotherBatch_IsRefused(long number, string activation) =>
        (await CommerceRig.RefusalAsync(await rig.PutAsync(rig.Batch([CommerceRig.Record()]), number, activation))).ShouldBe((400, UsageBatchFault.PathMismatch));

    [Fact]
    public async Task Put_NoGzip_IsRefused() => (await CommerceRig.RefusalAsync(await rig.PutAsync("{}"u8.ToArray()))).ShouldBe((400, UsageBatchFault.Malformed));

    [Fact]
    public async Task Put_AnotherEncoding_IsUnsupported() =>
        (await CommerceRig.RefusalAsync(await rig.PutAsync(rig.Batch([CommerceRig.Record()]), encoding: "br"))).ShouldBe((415, "UnsupportedMediaType"));

    [Fact]
    public async Task Put_LargerThanABody_IsTooLarge()
    {
        using var response = await rig.PutAsync(new byte[UsageBatchLimits.MaxCompressedBytes + 1]);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Put_Capacity_SaysThatNothingIsReported()
    {
        await rig.RegisterAsync("Development");
        var reader = cloud.Services.GetService(typeof(Azsreg.Hosting.SqlDatabase)) as Azsreg.Hosting.SqlDatabase;
        await using (var connection = await reader!.OpenAsync())
        {
            await Dapper.SqlMapper.ExecuteAsync(connection, "update registration_periods set billing_model = 'Capacity' where cloud_key = @CloudId", new { rig.CloudId });
        }

        using var response = await rig.PutAsync(rig.Batch([CommerceRig.Record(), CommerceRig.Record("/r2")]));

        var body = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        (body.GetProperty("accepted").GetInt32(), body.GetProperty("notReported").GetInt32()).ShouldBe((0, 2));
    }
}
