using Azsreg.Cli.Shell;
using Azsreg.Operator;

namespace Azsreg.Cli.Roles;

/// <summary>Makes a scenario in an empty folder and leaves its world running.</summary>
internal sealed class ScenarioStart(CliContext context, Scenario scenario)
{
    private static readonly TimeSpan QuickBeat = TimeSpan.FromSeconds(1);

    public async Task<LocalWorld> RunAsync(int portBase, int stamps, int? portalPort, bool ssh, CancellationToken cancellationToken)
    {
        var isElsewhen = scenario.Ago > TimeSpan.Zero || scenario.WaitsForTheBridge;
        using var then = scenario.Ago > TimeSpan.Zero ? context.At(new EarlierClock(context.Clock, scenario.Ago)) : null;
        var world = await StartAsync(then ?? context, portBase, stamps, portalPort, ssh, Shaped, cancellationToken);
        try
        {
            await BuildAsync(then ?? context, world, cancellationToken);
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }

        if (isElsewhen)
        {
            await world.DisposeAsync();
            world = await StartAsync(context, portBase, stamps, portalPort, ssh, facts => facts, cancellationToken);
        }

        ScenarioNote.End(context.Data, scenario);
        return world;
    }

    private static async Task<LocalWorld> StartAsync(
        CliContext context, int portBase, int stamps, int? portalPort, bool ssh, Func<StampFacts, StampFacts> shape, CancellationToken cancellationToken)
    {
        using var progress = context.StartProgress();
        return await LocalWorld.StartAsync(context, portBase, stamps, portalPort, ssh, progress, cancellationToken, shape);
    }

    private async Task BuildAsync(CliContext at, LocalWorld world, CancellationToken cancellationToken)
    {
        using var operation = new OperatorContext(at.Data, at.Clock);
        var person = new LocalOperator(at, operation, world);
        await person.SignInAsync(cancellationToken);
        await operation.Stamps.UseAsync(world.Stamps[0].Name, cancellationToken);
        await scenario.BuildAsync(new ScenarioStage(at, operation, world, person), cancellationToken);
    }

    private StampFacts Shaped(StampFacts facts) => facts with
    {
        Version = scenario.StampVersion,
        HeartbeatInterval = scenario.WaitsForTheBridge ? QuickBeat : null,
    };
}
