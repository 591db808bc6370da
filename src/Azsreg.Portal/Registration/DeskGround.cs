using Azsreg.Hosting;
using Azsreg.Operator;
using Azsreg.Operator.History;
using Azsreg.Operator.Offline;
using Azsreg.Operator.Registration;
using Azsreg.Operator.Workflow;
using Azsreg.Portal.Session;
using Azsreg.Portal.Work;
using Azsreg.Protocol;

namespace Azsreg.Portal.Registration;

/// <summary>What the forms of registration stand on: the person's own books and journals, both sides, and the one place runs go on.</summary>
internal sealed class DeskGround(AzurePeople people, PortalSession session, RunningWork work, RefusedCredentials refused, TimeProvider clock)
{
    /// <summary>What all of them work on, so that only one goes on at a time.</summary>
    public const string Alone = "registration";

    /// <summary>How long a page waits for a plan.</summary>
    private static readonly TimeSpan PlanTime = TimeSpan.FromSeconds(45);

    public string Stamp => session.StampName;

    public TimeProvider Clock => clock;

    /// <summary>The person's folder, in which their journals lie.</summary>
    public DataFolder Folder => people.FolderOf(session.Person.ObjectId);

    /// <summary>Makes a plan with both sides open; what goes wrong is told and not thrown.</summary>
    /// <param name="form">The cloud administrator.</param>
    /// <param name="subscription">The subscription's id; null opens the stamp alone.</param>
    /// <param name="isByHand">Whether a person asked for it just now.</param>
    /// <param name="plan">Makes it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<PlanView> PlanAsync(
        CloudAdminForm form, string? subscription, bool isByHand, Func<Sides, CancellationToken, Task<PlanView>> plan, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(PlanTime);
        try
        {
            if (isByHand)
                refused.Forget(form);
            refused.Demand(form);
            using var sides = await OpenAsync(form, subscription, bound.Token);
            return await plan(sides, bound.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new PlanView
            {
                Fault = new CataloguedException(
                    ErrorCatalogue.AzureUnreachable, $"The two sides did not answer within {PlanTime.TotalSeconds:0} s. Nothing was changed."),
            };
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            var told = FailureTranslation.Translate(failure);
            if (told.Entry == ErrorCatalogue.CloudAdminRefused)
                refused.Remember(form);
            return new PlanView { Fault = told };
        }
    }

    /// <summary>Starts a run.</summary>
    /// <param name="kind">The workflow's name.</param>
    /// <param name="title">What a person calls it.</param>
    /// <param name="again">The page it is run again from.</param>
    /// <param name="form">The cloud administrator.</param>
    /// <param name="subscription">The subscription's id; null opens the stamp alone.</param>
    /// <param name="run">Does it.</param>
    public Task<WorkItem> StartAsync(
        string kind, string title, string again, CloudAdminForm form, string? subscription, Func<Sides, WorkTeller, CancellationToken, Task<WorkOutcome>> run)
    {
        var order = new WorkOrder
        {
            Kind = kind, Title = title, Again = again, Alone = Alone, PersonId = session.Person.ObjectId, Person = session.Person.UserPrincipalName,
        };
        // Asked for now: the request that starts the run is gone when it goes on.
        var (person, arm) = (session.Person.ObjectId, session.Arm);
        return work.StartAsync(order, async (teller, cancellation) =>
        {
            using var held = people.Hold(person);
            try
            {
                using var sides = await OpenAsync(person, arm, form, subscription, cancellation);
                return await run(sides, teller, cancellation);
            }
            catch (CataloguedException told) when (told.Entry == ErrorCatalogue.CloudAdminRefused)
            {
                refused.Remember(form);
                throw;
            }
        });
    }

    /// <summary>Lets a plan through that is the one that was shown.</summary>
    /// <exception cref="CataloguedException">It is another one (AZR8012).</exception>
    public static bool DemandShown(string digest, WorkflowPlan plan) => ShownPlan.DigestOf(plan) == digest
        ? true
        : throw new CataloguedException(
            ErrorCatalogue.PlanHasChanged,
            "It would now be: " + string.Join("; ", plan.Changes.Where(change => change.Kind != ChangeKind.Same).Select(change => $"{change.Sign} {change.Subject} {change.Text}".TrimEnd())) + ".");

    private Task<Sides> OpenAsync(CloudAdminForm form, string? subscription, CancellationToken cancellationToken) =>
        OpenAsync(session.Person.ObjectId, session.Arm, form, subscription, cancellationToken);

    private async Task<Sides> OpenAsync(string person, AzureClient.ArmClient arm, CloudAdminForm form, string? subscription, CancellationToken cancellationToken)
    {
        var context = await people.OpenAsync(person, cancellationToken);
        try
        {
            var addresses = form.Resolve(context, Stamp);
            if (subscription is null)
                return new Sides(context, null, OfflineStamp.Open(context, addresses, form.Credential, arm));
            var environment = context.Environments.Current;
            if (context.Accounts.Current(environment.Name) is null)
                throw new CataloguedException(ErrorCatalogue.PortalNotSignedInAtAzure, $"Nobody is signed in at {environment.Name}.");
            return new Sides(context, RegistrationSides.Open(context, environment.Name, subscription, addresses, form.Credential, arm), null);
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    /// <summary>What a plan or a run works with, open until disposed.</summary>
    internal sealed class Sides(OperatorContext context, RegistrationSides? both, OfflineStamp? stamp) : IDisposable
    {
        private SecretProtector? _protector;

        public DataFolder Folder => context.Folder;

        public OperatorContext Context => context;

        /// <summary>Azure; only where a subscription was named.</summary>
        public AzureSide Azure => both!.Azure;

        public StampSide Stamp => both?.Stamp ?? stamp!.Side;

        public RegistrationHistory History => new(context.Folder, _protector ??= SecretProtector.Open(context.Folder));

        public void Dispose()
        {
            both?.Dispose();
            stamp?.Dispose();
            _protector?.Dispose();
            context.Dispose();
        }
    }
}
