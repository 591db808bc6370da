using System.Text.Json;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.ArmServer.Tests.Operations;

public sealed class OperationTests
{
    private sealed class Handler : IArmOperationHandler
    {
        public SemaphoreSlim MayEnd { get; } = new(0);

        public SemaphoreSlim Started { get; } = new(0);

        public string Kind => "test";

        public async Task<ArmOperationResult> RunAsync(ArmOperation operation, CancellationToken cancellationToken)
        {
            Started.Release();
            await MayEnd.WaitAsync(cancellationToken);
            return operation.Input == "bad"
                ? throw new ArmException(409, "RequestConflict", "It does not go.")
                : new ArmOperationResult(200, """{"done":true}""");
        }
    }

    private static Task<TestArm> StartAsync(Handler handler) => TestArm.StartAsync(
        services: services => services.AddSingleton<IArmOperationHandler>(handler),
        map: app => app.MapArm("POST", "/subscriptions/{s}/jobs/{input}", async request =>
        {
            var operations = app.Services.GetRequiredService<ArmOperations>();
            var operation = await operations.StartAsync(request.SubscriptionId, "test", request.Route("input"), request.Aborted);
            return request.Query("style") == "async"
                ? operations.Accept(request, operation, ArmResults.Created(new { state = "Creating" }))
                : operations.Accept(request, operation);
        }).RequireArm(null, null));

    private static async Task<HttpResponseMessage> PollAsync(TestArm arm, string url)
    {
        while (true)
        {
            var response = await arm.GetAsync(url);
            if (response.StatusCode != System.Net.HttpStatusCode.Accepted)
                return response;
            response.Dispose();
        }
    }

    [Fact]
    public async Task Location_Polled_Answers202AndThenWhatTheCallWouldHave()
    {
        var handler = new Handler();
        await using var arm = await StartAsync(handler);
        using var accepted = await arm.SendAsync(HttpMethod.Post, $"/subscriptions/{TestArm.Subscription}/jobs/good");
        ((int)accepted.StatusCode).ShouldBe(202);
        TestArm.Header(accepted, "Retry-After").ShouldBe("2");
        var location = TestArm.Header(accepted, "Location")!;
        location.ShouldStartWith($"{arm.Url}subscriptions/{TestArm.Subscription}/operationresults/");
        using (var running = await arm.GetAsync(location))
        {
            ((int)running.StatusCode).ShouldBe(202);
            TestArm.Header(running, "Location").ShouldBe(location);
        }

        handler.MayEnd.Release();
        using var done = await PollAsync(arm, location);
        ((int)done.StatusCode).ShouldBe(200);
        (await done.Content.ReadAsStringAsync()).ShouldBe("""{"done":true}""");
    }

    [Fact]
    public async Task AsyncOperation_Failed_SaysWhyWith200()
    {
        var handler = new Handler();
        await using var arm = await StartAsync(handler);
        using var accepted = await arm.SendAsync(HttpMethod.Post, $"/subscriptions/{TestArm.Subscription}/jobs/bad?style=async");
        ((int)accepted.StatusCode).ShouldBe(201);
        (await accepted.Content.ReadAsStringAsync()).ShouldBe("""{"state":"Creating"}""");
        var url = TestArm.Header(accepted, "Azure-AsyncOperation")!;
        using (var running = await arm.GetAsync(url))
        {
            ((int)running.StatusCode).ShouldBe(200);
            JsonElement.Parse(await running.Content.ReadAsStringAsync()).GetProperty("status").GetString().ShouldBe("Running");
        }

        handler.MayEnd.Release();
        while (true)
        {
            using var response = await arm.GetAsync(url);
            var body = JsonElement.Parse(await response.Content.ReadAsStringAsync());
            ((int)response.StatusCode).ShouldBe(200);
            if (body.GetProperty("status").GetString() == "Running")
                continue;
            body.GetProperty("status").GetString().ShouldBe("Failed");
            body.GetProperty("error").GetRawText().ShouldBe("""{"code":"RequestConflict","message":"It does not go."}""");
            body.GetProperty("startTime").GetString().ShouldBe("2026-11-22T14:30:15.0000000Z");
            break;
        }
    }

    [Fact]
    public async Task Operation_InterruptedByARestart_IsDoneByTheNextStart()
    {
        var handler = new Handler();
        await using var arm = await StartAsync(handler);
        using var accepted = await arm.SendAsync(HttpMethod.Post, $"/subscriptions/{TestArm.Subscription}/jobs/good");
        await handler.Started.WaitAsync();
        var path = new Uri(TestArm.Header(accepted, "Location")!).PathAndQuery;

        await arm.RestartAsync();
        handler.MayEnd.Release();
        using var done = await PollAsync(arm, path);
        ((int)done.StatusCode).ShouldBe(200);
    }

    [Fact]
    public async Task Operation_OfAnotherSubscription_IsNotFound()
    {
        var handler = new Handler();
        await using var arm = await StartAsync(handler);
        using var accepted = await arm.SendAsync(HttpMethod.Post, $"/subscriptions/{TestArm.Subscription}/jobs/good");
        var path = new Uri(TestArm.Header(accepted, "Location")!).PathAndQuery
            .Replace(TestArm.Subscription, TestArm.DisabledSubscription, StringComparison.Ordinal);
        using var response = await arm.GetAsync(path);
        (await TestArm.ErrorAsync(response, 404)).Code.ShouldBe("OperationNotFound");
    }
}
