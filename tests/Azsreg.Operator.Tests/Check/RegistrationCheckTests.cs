using Azsreg.Operator.Check;
using Azsreg.Operator.Stamps;
using Azsreg.Operator.Tests.SignIn;
using Azsreg.Operator.Tests.Stamps;
using Azsreg.Protocol;
using Azsreg.Remoting;

namespace Azsreg.Operator.Tests.Check;

/// <summary>The checks against a privileged endpoint over TLS, with nobody signed in to Azure.</summary>
public sealed class RegistrationCheckTests : IDisposable
{
    private readonly OperatorFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RunAsync_NothingKnown_SaysWhatIsMissingAndFailsInNothingElse()
    {
        using var operation = _folder.Open();
        await operation.Environments.EnterAsync(new(Nowhere(), []), use: true, TestContext.Current.CancellationToken);

        var report = await RunAsync(operation, new CheckRequest());

        report.Rows.Where(row => row.State == CheckState.Failed).Select(row => row.Name).ShouldBe(["host localhost:1", "sign-in"]);
        report.Rows.Single(row => row.Name == "privileged endpoint").Seen.ShouldContain("no stamp is entered here");
        report.ExitCode.ShouldBe(6);
    }

    [Fact]
    public async Task RunAsync_CloudAdministrator_ReadsTheStamp()
    {
        await using var endpoint = await FakeEndpoint.StartAsync(_folder.Data);

        var report = await RunAtAsync(endpoint, "right");

        Row(report, "privileged endpoint").State.ShouldBe(CheckState.Ok);
        Row(report, "stamp version").Seen.ShouldBe("1.2311.1.22, 4 nodes; tokens of version 6.0, signed");
        Row(report, "stamp's hosts").State.ShouldBe(CheckState.Ok);
    }

    [Fact]
    public async Task RunAsync_WrongPassword_FailsOnceAndSkipsWhatStandsOnIt()
    {
        await using var endpoint = await FakeEndpoint.StartAsync(_folder.Data);

        var report = await RunAtAsync(endpoint, "wrong");

        Row(report, "privileged endpoint").Code.ShouldBe("AZR4002");
        Row(report, "stamp version").State.ShouldBe(CheckState.NotChecked);
        Row(report, "stamp's hosts").State.ShouldBe(CheckState.NotChecked);
    }

    [Fact]
    public async Task RunAsync_CommandFailsOnTheStamp_TellsItsWords()
    {
        await using var endpoint = await FakeEndpoint.StartAsync(_folder.Data, new RemoteError("The Cloud role is away.", "CloudRoleAway"));

        Row(await RunAtAsync(endpoint, "right"), "privileged endpoint").Seen.ShouldContain("The Cloud role is away");
    }

    [Fact]
    public async Task RunAsync_Cancelled_EndsAtOnce()
    {
        using var operation = _folder.Open();
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => new RegistrationCheck(operation).RunAsync(new CheckRequest(), (_, _, _) => { }, gone.Token));
    }

    [Fact]
    public async Task RunAsync_Observer_IsToldEveryRowOnce()
    {
        using var operation = _folder.Open();
        await operation.Environments.EnterAsync(new(Nowhere(), []), use: true, TestContext.Current.CancellationToken);
        var told = new List<(string Name, int Done, int All)>();

        var report = await new RegistrationCheck(operation).RunAsync(
            new CheckRequest(), (row, done, all) => told.Add((row.Name, done, all)), TestContext.Current.CancellationToken);

        told.Select(one => one.Name).ShouldBe(report.Rows.Select(row => row.Name), ignoreOrder: true);
        told.Select(one => one.Done).ShouldBe(Enumerable.Range(1, report.Rows.Count));
        told.ShouldAllBe(one => one.All == report.Rows.Count);
    }

    private async Task<CheckReport> RunAtAsync(FakeEndpoint endpoint, string password)
    {
        using var operation = _folder.Open();
        await operation.Environments.EnterAsync(new(Nowhere(), []), use: true, TestContext.Current.CancellationToken);
        await operation.Stamps.EnterAsync(endpoint.Entry, TestContext.Current.CancellationToken);
        return await RunAsync(operation, new CheckRequest
        {
            Endpoints = [PrivilegedEndpointAddress.Of(endpoint.Entry)],
            CloudAdmin = new CloudAdminCredential(@"AZURESTACK\CloudAdmin", new Secret(password)),
        });
    }

    private static Task<CheckReport> RunAsync(OperatorContext operation, CheckRequest request) =>
        new RegistrationCheck(operation).RunAsync(request, (_, _, _) => { }, TestContext.Current.CancellationToken);

    private static CheckRow Row(CheckReport report, string name) => report.Rows.Single(row => row.Name == name);

    /// <summary>An Azure at a port where nobody listens, so that no test asks the real one.</summary>
    private static AzureClient.AzureEnvironment Nowhere() => new()
    {
        Name = "Nowhere", ResourceManagerUrl = new("https://localhost:1/"), LoginEndpoint = new("https://localhost:1/"), Audiences = ["https://localhost:1/"],
    };
}
