using System.IO.Compression;
using System.Text;
using Azsreg.Remoting;
using Azsreg.Remoting.Client;
using Azsreg.Stamp.Tests.Fakes;

namespace Azsreg.Stamp.Tests.PrivilegedEndpoint;

public sealed class LogCommandTests(ActivatedStamp activated) : IClassFixture<ActivatedStamp>
{
    private readonly TestStamp stamp = activated.Stamp;

    [Fact]
    public async Task GetAzureStackLog_NoFilter_HoldsEveryRole()
    {
        var (told, entries) = await CollectAsync(new RemoteCommand("Get-AzureStackLog"));

        entries.Keys.Select(name => name.Split('/')[0]).Distinct().ShouldBe(["stamp.json", "AzureBridge", "ECE", "HealthMonitoring", "PrivilegedEndpoint"]);
        entries["ECE/action-plans.ndjson"].ShouldContain("New-AzureBridgeServicePrincipal");
        entries["AzureBridge/activation.ndjson"].ShouldContain("PayAsYouUse");
        entries["PrivilegedEndpoint/audit.ndjson"].ShouldContain("bridgeIdentity/action");
        string.Concat(entries.Where(entry => entry.Key.Contains("transcripts/", StringComparison.Ordinal)).Select(entry => entry.Value))
            .ShouldContain("Command: New-AzureStackActivation -ActivationKey ***");
        told["Files"].ShouldBe(entries.Count);
        told["SizeInBytes"].ShouldBe(new FileInfo(told.GetString("Path")!).Length);
    }

    [Fact]
    public async Task GetAzureStackLog_Archive_HoldsNoSecret()
    {
        var token = (string)(await stamp.InvokeAsync(new RemoteCommand("New-RegistrationToken").With("BillingModel", "Development"))).Output.Single()!;
        var key = stamp.MakeKey();
        var logs = Directory.GetParent(stamp.Folder)!.Parent!.CreateSubdirectory("logs");
        await File.WriteAllTextAsync(
            Path.Combine(logs.FullName, $"stamp-AzS-ERCS01-{stamp.Clock.GetUtcNow():yyyyMMdd}.log"),
            $"{stamp.Clock.GetUtcNow().UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} info  Peer: said password=hunter22 and Bearer {key}\n");

        var (_, entries) = await CollectAsync(new RemoteCommand("Get-AzureStackLog"));

        var all = string.Concat(entries.Values);
        all.ShouldContain("Peer: said password=***");
        all.ShouldNotContain("hunter22");
        all.ShouldNotContain(token[..40]);
        all.ShouldNotContain(key.Split('.')[1][..40]);
        all.ShouldNotContain(FakeAzure.RefreshToken);
        all.ShouldNotContain("private_key");
        all.ShouldNotContain("\"certificate\"");
    }

    [Fact]
    public async Task GetAzureStackLog_FilterByRole_HoldsThatRoleAlone()
    {
        var (told, entries) = await CollectAsync(new RemoteCommand("Get-AzureStackLog").With("FilterByRole", new object?[] { "ece" }));

        entries.Keys.ShouldBe(["stamp.json", "ECE/action-plans.ndjson"]);
        RemoteObject.Unwrap(told["Roles"]).ShouldBe(new List<object?> { "ECE" });
    }

    [Fact]
    public async Task GetAzureStackLog_TimeOutsideOfWhatHappened_HoldsNoLines()
    {
        var (_, entries) = await CollectAsync(new RemoteCommand("Get-AzureStackLog")
            .With("FromDate", "2001-01-01").With("ToDate", new DateTime(2001, 2, 1, 0, 0, 0, DateTimeKind.Utc)));

        entries["ECE/action-plans.ndjson"].ShouldBeEmpty();
        entries["PrivilegedEndpoint/audit.ndjson"].ShouldBeEmpty();
        entries.Where(entry => entry.Key.Contains("transcripts/", StringComparison.Ordinal)).ShouldAllBe(entry => entry.Value.Length == 0);
    }

    [Fact]
    public async Task GetAzureStackLog_Share_IsBelowTheExportFolder()
    {
        var (told, _) = await CollectAsync(new RemoteCommand("Get-AzureStackLog").With("OutputSharePath", @"\\fileserver\logs").With("FilterByRole", "ECE"));

        Path.GetDirectoryName(told.GetString("Path")).ShouldBe(Path.Combine(stamp.Folder, "exports", "fileserver", "logs"));
    }

    [Fact]
    public async Task GetAzureStackLog_DatesReversed_SaysSo()
    {
        var result = await stamp.InvokeAsync(new RemoteCommand("Get-AzureStackLog").With("FromDate", "2026-02-01").With("ToDate", "2026-01-01"));

        result.Errors.ShouldHaveSingleItem().FullyQualifiedErrorId.ShouldBe("DatesReversed,Get-AzureStackLog");
    }

    private async Task<(RemoteObject Told, Dictionary<string, string> Entries)> CollectAsync(RemoteCommand command)
    {
        var result = await stamp.InvokeAsync(command);
        result.Errors.ShouldBeEmpty();
        var told = result.Output.ShouldHaveSingleItem().ShouldBeOfType<RemoteObject>();
        await using var zip = await ZipFile.OpenReadAsync(told.GetString("Path")!);
        var entries = new Dictionary<string, string>();
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(await entry.OpenAsync(), Encoding.UTF8);
            entries[entry.FullName] = await reader.ReadToEndAsync();
        }

        return (told, entries);
    }
}
