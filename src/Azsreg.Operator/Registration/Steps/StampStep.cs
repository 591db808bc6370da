using Azsreg.Operator.Workflow;

namespace Azsreg.Operator.Registration.Steps;

/// <summary>The privileged endpoint answers, and this stamp can register in this Azure.</summary>
internal sealed class StampStep : WorkflowStep<RegistrationContext>
{
    public override string Name => "stamp";

    public override string Title => "stamp information";

    public override async Task<StepCheck> CheckAsync(RegistrationContext context, StepMemory memory, CancellationToken cancellation)
    {
        context.Information = await context.Stamp.GetStampInformationAsync(cancellation);
        EnvironmentGate.Demand(context.Azure.Environment, context.Information.Version);
        context.Reading = await StampReader.ReadAsync(context.StampSide, context.Clock, countProducts: false, cancellation, withIdentity: true);
        return StepCheck.Passed($"{context.StampSide.Name}, {context.Information.Version}");
    }
}
