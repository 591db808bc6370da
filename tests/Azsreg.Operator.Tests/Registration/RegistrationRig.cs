using Azsreg.Hosting;
using Azsreg.Operator.History;
using Azsreg.Operator.Registration;
using Azsreg.Operator.Tests.Workflow;
using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Tests.Registration;

/// <summary>Both sides, an empty data folder and a clock that never makes anybody wait.</summary>
public abstract class RegistrationRig : IAsyncLifetime
{
    private readonly string _path = Directory.CreateTempSubdirectory("azsreg-registration-").FullName;
    private SecretProtector _protector = null!;

    internal FakeAzure Azure { get; private set; } = null!;

    internal FakeStamp Stamp { get; private set; } = null!;

    internal SkippingClock Clock { get; } = new();

    internal RegistrationHistory History { get; private set; } = null!;

    /// <summary>What else the account sees of Azure.</summary>
    internal Func<AzureSide, AzureSide> Adjust { get; set; } = side => side;

    internal List<WorkflowEvent> Events { get; } = [];

    protected DataFolder Folder { get; private set; } = null!;

    protected static string DefaultName => $"AzureStack-{FakeStamp.CloudId}";

    protected static string DefaultId => FakeAzure.RegistrationId(DefaultName);

    protected static string LockId => $"{DefaultId}/providers/Microsoft.Authorization/locks/RegistrationResourceLock";

    protected static RegistrationRequest PayAsYouUse { get; } = new() { BillingModel = BillingModel.PayAsYouUse };

    public async ValueTask InitializeAsync()
    {
        Azure = await FakeAzure.StartAsync();
        Stamp = new FakeStamp(Azure);
        Folder = DataFolder.Open(_path);
        _protector = SecretProtector.Open(Folder);
        History = new RegistrationHistory(Folder, _protector);
    }

    public async ValueTask DisposeAsync()
    {
        _protector.Dispose();
        await Azure.DisposeAsync();
        Directory.Delete(_path, recursive: true);
        GC.SuppressFinalize(this);
    }

    internal Task<RegistrationOutcome> SetAsync(
        RegistrationRequest request, bool withAdmin = true, string environment = "Local", CancellationToken cancellation = default) =>
        new ConnectedRegistration(Folder, History, Clock, new Random(7)).RunAsync(
            request, Adjust(Azure.Side(environment)), Stamp.Side(withAdmin), (_, _) => Task.FromResult(true), Events.Add, cancellation);

    internal Task<RegistrationOutcome> PlanAsync(RegistrationRequest request) =>
        new ConnectedRegistration(Folder, History, Clock, new Random(7)).PlanAsync(request, Adjust(Azure.Side()), Stamp.Side(), Events.Add, default);

    internal Task<RemovalOutcome> RemoveAsync(RemovalRequest? request = null, bool withAdmin = true) =>
        new RegistrationRemoval(Folder, History, Clock, new Random(7)).RunAsync(
            request ?? new RemovalRequest(), Adjust(Azure.Side()), Stamp.Side(withAdmin), (_, _) => Task.FromResult(true), Events.Add, default);

    protected static async Task<CataloguedException> RefusedAsync(Func<Task> run) => await Should.ThrowAsync<CataloguedException>(run);

    protected IReadOnlyList<string> UnfinishedJournals() => Directory.Exists(Path.Combine(Folder.Operator, "journal"))
        ? [.. Directory.EnumerateFiles(Path.Combine(Folder.Operator, "journal"), "registration-*.jsonl")]
        : [];

    /// <summary>Everything this program wrote into its folder, for looking for what must not be there.</summary>
    protected string EverythingWritten() => string.Join(
        '\n', Directory.EnumerateFiles(Folder.Operator, "*", SearchOption.AllDirectories).Select(File.ReadAllText));
}
