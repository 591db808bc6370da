using Azsreg.Operator.Offline;
using Azsreg.Operator.Registration;
using Azsreg.Operator.Tests.Registration;
using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Tests.Offline;

/// <summary>Both sides of <see cref="RegistrationRig"/>, and a folder in the place of the stick that is carried between them.</summary>
public abstract class OfflineRig : RegistrationRig
{
    private readonly Random _random = new(7);

    internal static OfflineTokenRequest Capacity(string? file) => new()
    {
        BillingModel = BillingModel.Capacity,
        AgreementNumber = "0010004711",
        Environment = AzureClient.AzureEnvironment.BuiltIn[0],
        File = file,
    };

    protected string Stick => Directory.CreateDirectory(Path.Combine(Folder.Path, "stick")).FullName;

    protected string TokenFile => Path.Combine(Stick, "token.txt");

    protected string KeyFile => Path.Combine(Stick, "key.txt");

    internal static Task<bool> Yes(WorkflowPlan plan, CancellationToken cancellation) => Task.FromResult(true);

    internal Task<OfflineTokenOutcome> TokenAsync(OfflineTokenRequest? request = null, bool withAdmin = true) =>
        new OfflineToken(Folder, Clock, _random).RunAsync(request ?? Capacity(TokenFile), Stamp.Side(withAdmin), Events.Add, default);

    internal Task<OfflineRegistrationOutcome> RegisterAsync(string? name = null, string? group = null) =>
        new OfflineRegistration(Folder, History, Clock, _random).RunAsync(Request(name, group), Azure.Side(), Yes, Events.Add, default);

    internal Task<OfflineRegistrationOutcome> PlanRegisterAsync() =>
        new OfflineRegistration(Folder, History, Clock, _random).PlanAsync(Request(null, null), Azure.Side(), Events.Add, default);

    internal Task<OfflineKeyOutcome> KeyAsync(RegistrationTarget? target = null, bool force = false) => new OfflineKey(Folder, Clock, _random).RunAsync(
        new OfflineKeyRequest { Target = target ?? new RegistrationTarget { Name = DefaultName }, File = KeyFile, Force = force }, Azure.Side(), null, Events.Add, default);

    internal Task<OfflineActivationOutcome> ActivateAsync(bool withAdmin = true) =>
        new OfflineActivation(Folder, Clock, _random).RunAsync(CarriedFiles.ReadKey(KeyFile), Stamp.Side(withAdmin), Yes, Events.Add, default);

    internal Task<OfflineDeactivationOutcome> DeactivateAsync(bool withAdmin = true) =>
        new OfflineDeactivation(Folder, Clock, _random).RunAsync(Stamp.Side(withAdmin), Yes, Events.Add, default);

    internal Task<OfflineRemovalOutcome> UnregisterAsync(RegistrationTarget target) =>
        new OfflineRemoval(Folder, History, Clock, _random).RunAsync(target, Azure.Side(), null, Yes, Events.Add, default);

    internal async Task WholeWayAsync()
    {
        await TokenAsync();
        await RegisterAsync();
        await KeyAsync();
        await ActivateAsync();
    }

    private OfflineRegistrationRequest Request(string? name, string? group) => new()
    {
        Token = CarriedFiles.ReadToken(TokenFile),
        TokenArgument = "--token-file token.txt",
        RegistrationName = name,
        ResourceGroup = group,
    };
}
