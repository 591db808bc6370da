using System.Globalization;
using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Registration.Certificate;

/// <summary>The bridge signs in with a new certificate, and the former one is let go. The stamp does both, so that the key never leaves it.</summary>
internal sealed class RenewCertificateStep : WorkflowStep<CertificateContext>
{
    private const string Renewal = "renewal";

    public override string Name => "certificate";

    public override string Title => "bridge certificate";

    public override IReadOnlyList<string> Needs => ["find"];

    public override Task<StepCheck> CheckAsync(CertificateContext context, StepMemory memory, CancellationToken cancellation)
    {
        var ends = context.Application?.KeyCredentials is { Count: > 0 } known && known.Max(one => one.EndDateTime) is { } end
            ? $"ends on {end.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}"
            : "in use";
        return Task.FromResult(StepCheck.Needed(PlannedChange.Change(Title, ends, "a new one, for a year")));
    }

    public override async Task<string?> ActAsync(CertificateContext context, StepScope scope, CancellationToken cancellation)
    {
        // The same id in a run that goes on: a stamp that has done it already, and only could not say so, does not do it twice.
        var renewal = scope.Memory[Renewal];
        if (renewal is null)
        {
            renewal = Guid.CreateVersion7(context.Clock.GetUtcNow()).ToString();
            scope.Note(Renewal, renewal);
        }

        var refreshToken = await context.Azure.GetRefreshToken(cancellation)
            ?? throw new CataloguedException(ErrorCatalogue.NoRefreshToken, $"{context.Azure.Account} has been signed out meanwhile.", ["azsreg login"]);
        (context.Thumbprint, context.NotAfter) = await context.Stamp.UpdateBridgeServicePrincipalAsync(
            context.Azure.TenantId, context.Azure.Environment.Name, refreshToken, renewal, scope.Report, cancellation);
        return context.NotAfter is { } end ? $"in use, until {end}" : "in use";
    }

    public override async Task ProveAsync(CertificateContext context, CancellationToken cancellation)
    {
        var application = await BridgePrincipal.ApplicationAsync(context.Azure, context.BridgeObjectId, cancellation);
        if (application?.KeyCredentials is { } known && !known.Any(one => one.Is(context.Thumbprint!)))
            throw new CataloguedException(ErrorCatalogue.EffectNotProven, $"The stamp uses certificate {context.Thumbprint}, but the directory does not know it.");
        context.Application = application;
    }
}
