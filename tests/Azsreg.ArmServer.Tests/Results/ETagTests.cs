using Microsoft.AspNetCore.Builder;

namespace Azsreg.ArmServer.Tests.Results;

public sealed class ETagTests
{
    [Theory]
    [InlineData("there", "If-Match", "*", 200)]
    [InlineData("there", "If-Match", "\"one\"", 200)]
    [InlineData("there", "If-Match", "one", 200)]
    [InlineData("there", "If-Match", "\"two\", \"one\"", 200)]
    [InlineData("there", "If-Match", "\"two\"", 412)]
    [InlineData("missing", "If-Match", "*", 412)]
    [InlineData("missing", "If-None-Match", "*", 200)]
    [InlineData("there", "If-None-Match", "*", 412)]
    [InlineData("there", "If-None-Match", "\"two\"", 200)]
    public async Task RequireMatch_Condition_HoldsOrNot(string resource, string header, string value, int status)
    {
        await using var arm = await TestArm.StartAsync(map: app => app.MapArm("PUT", "/things/{name}", request =>
        {
            request.RequireMatch(request.Route("name") == "there" ? "\"one\"" : null);
            return Task.FromResult(ArmResults.Ok());
        }).RequireArm(null, null));
        using var response = await arm.SendAsync(HttpMethod.Put, $"/things/{resource}", null, "", (header, value));
        ((int)response.StatusCode).ShouldBe(status);
        if (status == 412)
            (await TestArm.ErrorAsync(response, 412)).Code.ShouldBe("PreconditionFailed");
    }
}
