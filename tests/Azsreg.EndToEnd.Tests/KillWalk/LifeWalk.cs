using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Azsreg.EndToEnd.Tests;

/// <summary>
/// Walks through what may happen to a registered stamp later: each time the verb with its kill, then the same verb again, which must finish; then
/// both sides are proved. The tests of a class share one world.
/// </summary>
public sealed class LifeWalk(SeededFolder seed) : IAsyncDisposable
{
    private const string Enterprise = "8f2a0000-0000-4000-8000-000000000a91";
    private const string Registration = "/subscriptions/{id}/resourceGroups/azurestack/providers/Microsoft.AzureStack/registrations/AzureStack-{id}";
    private const string Lock = Registration + "/providers/Microsoft.Authorization/locks/RegistrationResourceLock";
    private const string Certificates = "PATCH /graph/v1.0/applications/{id}";

    private static readonly string[] Remove = ["registration", "remove"];

    private KillWorld? _world;
    private OperatorMachine _machine = null!;
    private string? _agreement;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_world is { } world)
        {
            _world = null;
            await world.DisposeAsync();
        }
    }

    /// <summary>Runs a flow with a kill at each point: a few that meet the middle of it, or every one with <c>AZSREG_FULL=1</c>.</summary>
    internal async Task RunAsync(ITestOutputHelper output, LifeFlow flow)
    {
        await StartAsync();
        foreach (var point in KillPoints.IsFull ? await AllPointsAsync(flow) : SelectedPoints(flow))
        {
            var from = Stopwatch.GetTimestamp();
            output.WriteLine($"{flow}: {point}");
            var verb = await PrepareAsync(flow);
            var survivor = await new KilledRun(_world!, _machine).RunAsync(verb, point);
            await FinishAsync(output, flow, verb, survivor);
            output.WriteLine($"{Stopwatch.GetElapsedTime(from).TotalSeconds,5:0.0} s");
        }
    }

    private static IEnumerable<KillPoint> SelectedPoints(LifeFlow flow) => flow switch
    {
        LifeFlow.Renew =>
        [
            At(Victim.Operator, "PUT " + Registration, HoldPhase.BeforeAnswering),
            At(Victim.Cloud, "PUT " + Lock, HoldPhase.BeforeForwarding),
        ],
        LifeFlow.RenewExpired => [At(Victim.Operator, "DELETE " + Registration, HoldPhase.BeforeAnswering)],
        LifeFlow.Reregister => [At(Victim.Cloud, "PUT " + Registration, HoldPhase.BeforeAnswering)],
        LifeFlow.RotateCertificate =>
        [
            At(Victim.Stamp, Certificates, HoldPhase.BeforeAnswering),
            At(Victim.Stamp, Certificates + " (2)", HoldPhase.BeforeForwarding),
            At(Victim.Operator, Certificates + " (2)", HoldPhase.BeforeAnswering),
        ],
        _ => [At(Victim.Operator, "DELETE " + Registration, HoldPhase.BeforeAnswering)],
    };

    private static KillPoint.AtRequest At(Victim victim, string request, HoldPhase phase) => new(victim, request, phase);

    private async Task StartAsync()
    {
        if (_world is not null)
            return;
        _world = await KillWorld.StartAsync(seed);
        _machine = _world.NewOperator();
        _agreement = null;
    }

    private async Task<IReadOnlyList<KillPoint>> AllPointsAsync(LifeFlow flow)
    {
        var (result, trace) = await new KilledRun(_world!, _machine).DryAsync(await PrepareAsync(flow));
        await ProveAsync(flow, result.ShouldExitWith(0).Json);
        // The roles have signed in before and keep their tokens: only a run that finds one ending asks for another. The first walk meets those requests.
        var steady = trace with { Requests = [.. trace.Requests.Where(request => !RequestNames.IsForToken(request))] };
        return [.. KillPoints.AtJournalLines(trace), .. Enum.GetValues<Victim>().SelectMany(victim => KillPoints.Around(victim, steady))];
    }

    /// <summary>Brings the stamp to where the flow begins; the answer is the flow's verb.</summary>
    private async Task<string[]> PrepareAsync(LifeFlow flow)
    {
        if (flow == LifeFlow.RenewExpired)
        {
            await ExpireAsync();
            return Renew("10004711");
        }

        if (_agreement is null)
            await RegisterAsync("10004711");
        return flow switch
        {
            LifeFlow.Renew => Renew(_agreement == "10004711" ? "00012345" : "10004711"),
            LifeFlow.Reregister => InEnterprise("registration", "set", "--reregister"),
            LifeFlow.RotateCertificate => InEnterprise("registration", "rotate-certificate"),
            _ => InEnterprise(Remove),
        };
    }

    private async Task RegisterAsync(string agreement)
    {
        (await RunAsync(InEnterprise("registration", "set", "--billing-model", "Capacity", "--agreement-number", agreement))).ShouldExitWith(0);
        _agreement = agreement;
    }

    /// <summary>Registered by an agreement that has ended since.</summary>
    private async Task ExpireAsync()
    {
        if (_agreement is not null)
            (await RunAsync(InEnterprise(Remove))).ShouldExitWith(0);
        _agreement = null;
        for (var seconds = 4; _agreement is null; seconds *= 2)
        {
            var ends = TimeProvider.System.GetUtcNow().AddSeconds(seconds);
            (await AzsregProgram.RunAsync(
            [
                "cloud", "agreement", "set", "20000001", "--subscription", Enterprise, "--data", _world!.Roles,
                "--ends", ends.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ])).ShouldExitWith(0);
            var registered = await RunAsync(InEnterprise("registration", "set", "--billing-model", "Capacity", "--agreement-number", "20000001"));
            seconds.ShouldBeLessThan(100, registered.Output);
            if (registered.ExitCode == 0)
                _agreement = "20000001";
            else
                // Under load the agreement may have ended before the token came to Azure (nothing to remove: 4), or before the key came to the stamp.
                (await RunAsync(InEnterprise(Remove))).ExitCode.ShouldBeOneOf(0, 4);
            var rest = ends - TimeProvider.System.GetUtcNow();
            // The end of a term is what is tested, and the roles are processes whose clock is the system's.
            if (_agreement is not null && rest > TimeSpan.Zero)
                await Task.Delay(rest);
        }
    }

    private async Task FinishAsync(ITestOutputHelper output, LifeFlow flow, string[] verb, ProgramResult? survivor)
    {
        var result = survivor;
        if (result is not { ExitCode: 0 })
        {
            if (result is not null)
            {
                result.Output.ShouldNotContain("AZR1000", customMessage: result.Error);
                output.WriteLine($"         {result.Output.TrimEnd()}");
            }

            result = await RunAsync(verb);
        }

        await ProveAsync(flow, result.ShouldExitWith(0).Json);
    }

    private async Task ProveAsync(LifeFlow flow, JsonElement told)
    {
        _machine.UnfinishedJournals.ShouldBeEmpty();
        if (flow == LifeFlow.Move)
        {
            await ProveMovedAsync();
            return;
        }

        if (told.TryGetProperty("agreementNumber", out var agreement) && agreement.GetString() is { } number)
            _agreement = number;
        await ProveRegisteredAsync(Enterprise, "status", "--subscription", Enterprise);
        var certificate = (await _world!.Azure.CertificatesAsync()).ShouldHaveSingleItem();
        if (flow == LifeFlow.RotateCertificate)
            told.GetProperty("thumbprint").GetString().ShouldBe(certificate);
    }

    /// <summary>Nothing is left where it was, and where it goes it is made once; the kill there is the first walk's.</summary>
    private async Task ProveMovedAsync()
    {
        (await _world!.Azure.ListAsync(Enterprise)).ShouldBeEmpty();
        _agreement = null;
        (await RunAsync("registration", "set", "--billing-model", "PayAsYouUse")).ShouldExitWith(0);
        await ProveRegisteredAsync(AzureTruth.SubscriptionId, "status");
        (await RunAsync(Remove)).ShouldExitWith(0);
        (await _world.Azure.ListAsync()).ShouldBeEmpty();
    }

    private async Task ProveRegisteredAsync(string subscription, params string[] look)
    {
        var status = (await _machine.RunAsync(look)).ShouldExitWith(0).Json;
        status.GetProperty("state").GetString().ShouldBe("Registered", status.GetRawText());
        var (azure, stamp) = (status.GetProperty("azure"), status.GetProperty("stampSide"));
        azure.GetProperty("locked").GetBoolean().ShouldBeTrue();
        azure.GetProperty("bridgeHasRole").GetBoolean().ShouldBeTrue();
        stamp.GetProperty("activationState").GetString().ShouldBe("Active");
        if (_agreement is not null)
            stamp.GetProperty("agreementNumber").GetString().ShouldBe(_agreement);
        (await _world!.Azure.ListAsync(subscription)).Select(one => one.Split(' ')[0]).ShouldBe(
            ["group", "registration", "lock", "role", "application", "principal"]);
    }

    private Task<ProgramResult> RunAsync(params string[] verb) => _machine.RunAsync(_machine.OnTheStamp(verb));

    private static string[] Renew(string agreement) => InEnterprise("registration", "renew", "--agreement-number", agreement);

    private static string[] InEnterprise(params string[] verb) => [.. verb, "--subscription", Enterprise];
}
