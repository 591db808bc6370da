using Azsreg.Operator.Registration;
using Azsreg.Protocol;
using Azsreg.Remoting;
using Azsreg.Remoting.Client;

namespace Azsreg.Operator.Tests.Registration;

/// <summary>A privileged endpoint's commands as a workflow sees them, with one thing at a time that can go wrong.</summary>
internal sealed class FakeStamp(FakeAzure azure)
{
    public const string CloudId = "5b0e3c1a-1111-4222-8333-444455556e41";

    private bool _awaitsRegistration;

    public List<RemoteCommand> Commands { get; } = [];

    public string Version { get; set; } = "1.2311.1.22";

    public int Nodes { get; set; } = 4;

    /// <summary>Asked before each command: what to fail with instead; the number counts that command's calls from 1.</summary>
    public Func<RemoteCommand, int, RemoteError?> Fail { get; set; } = (_, _) => null;

    /// <summary>Thrown instead of answering.</summary>
    public Func<RemoteCommand, int, Exception?> Lose { get; set; } = (_, _) => null;

    public int Sessions { get; private set; }

    public StampSide Side(bool withAdmin = true) => new()
    {
        Name = "AzS-ERCS01",
        OpenSession = _ =>
        {
            Sessions++;
            return Task.FromResult<IStampSession>(new Session(this));
        },
        Admin = withAdmin ? azure.Admin() : null,
        WhyNoAdmin = withAdmin ? null : "nobody is signed in there",
    };

    public IReadOnlyList<string> Called(params string[] names) => [.. Commands.Select(command => command.Name).Where(name => names.Length == 0 || names.Contains(name))];

    private RemoteResult Run(RemoteCommand command)
    {
        Commands.Add(command);
        var count = Commands.Count(one => one.Name == command.Name);
        if (Lose(command, count) is { } lost) throw lost;
        if (Fail(command, count) is { } error) return Result(error: error);
        string? Argument(string name) => RemoteObject.TextOf(command.Parameters.FirstOrDefault(one => one.Name == name)?.Value);
        switch (command.Name)
        {
            case "Get-AzureStackStampInformation":
                return Result(new RemoteObject("AzureStackStampInformation") { ["CloudID"] = CloudId, ["StampVersion"] = Version, ["NumberOfNodes"] = Nodes, ["RegionName"] = "local" });
            case "Get-ActionStatus":
                return Result(new RemoteObject("AzureStackActionStatus") { ["ActionId"] = "7c1", ["FunctionName"] = "Test-AzureStack", ["Status"] = "Completed" });
            case "New-AzureBridgeServicePrincipal":
                var objectId = azure.Principals.FirstOrDefault(one => one.Value.EndsWith(CloudId, StringComparison.Ordinal)).Key ?? $"b1b1b1b1-0000-4000-8000-{count:d12}";
                azure.Principals[objectId] = $"AzureStackBridge-{CloudId}";
                _awaitsRegistration = true;
                return Result(new RemoteObject("AzureBridgeServicePrincipal") { ["ObjectId"] = objectId });
            case "New-RegistrationToken":
                var isForALine = _awaitsRegistration || Argument("UsageReportingEnabled") == "True" || Argument("MarketplaceSyndicationEnabled") == "True";
                return Result(RegistrationTokenCodec.Encode(new RegistrationToken
                {
                    Version = "1.0",
                    CloudId = CloudId,
                    ObjectId = isForALine ? azure.Principals.Keys.LastOrDefault() : null,
                    BillingModel = Argument("BillingModel")!,
                    AgreementNumber = Argument("AgreementNumber"),
                    MsAssetTag = Argument("MsAssetTag"),
                    UsageReportingEnabled = Argument("UsageReportingEnabled") == "True",
                    MarketplaceSyndicationEnabled = Argument("MarketplaceSyndicationEnabled") == "True",
                    HardwareInfo = [.. Enumerable.Range(1, Nodes).Select(node => new HardwareInfo($"n{node}", $"u{node}", 32))],
                }));
            case "Update-AzureBridgeServicePrincipal":
                return Result(new RemoteObject("AzureBridgeServicePrincipal") { ["ObjectId"] = azure.Principals.Keys.Last(), ["Thumbprint"] = $"THUMBPRINT-OF-{Argument("RenewalId")}" });
            case "New-AzureStackActivation":
                _awaitsRegistration = false;
                azure.Activation = ActivationKeyCodec.Inspect(Argument("ActivationKey")!).Key;
                return Result();
            case "Remove-AzureStackActivation":
                _awaitsRegistration = false;
                azure.Activation = null;
                return Result();
            default:
                return Result();
        }
    }

    private static RemoteResult Result(object? output = null, RemoteError? error = null) => new()
    {
        Output = output is null ? [] : [output],
        Errors = error is null ? [] : [error],
        Warnings = [],
        Verbose = [],
        Debug = [],
        Information = [],
        HadTerminatingError = error is not null,
    };

    private sealed class Session(FakeStamp stamp) : IStampSession
    {
        public Uri Url { get; } = new("https://localhost:20011/wsman");

        public Task<RemoteResult> InvokeAsync(RemoteCommand command, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(stamp.Run(command));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
