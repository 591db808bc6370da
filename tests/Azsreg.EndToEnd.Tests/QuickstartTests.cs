namespace Azsreg.EndToEnd.Tests;

/// <summary><c>azsreg quickstart</c>, as a script runs it.</summary>
public sealed class QuickstartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("azsreg-quickstart-").FullName;

    [Fact]
    public async Task Quickstart_EmptyFolderThenAgain_RegistersOnceAndProvesItTwice()
    {
        var first = (await RunAsync()).ShouldExitWith(0).Json;

        first.GetProperty("billingModel").GetString().ShouldBe("PayAsYouUse");
        first.GetProperty("activationState").GetString().ShouldBe("Active");
        first.GetProperty("activationRequiredAlert").GetString().ShouldBe("Closed");
        first.GetProperty("marketplaceItems").GetInt32().ShouldBeGreaterThanOrEqualTo(40);
        first.GetProperty("elapsedMilliseconds").GetProperty("total").GetInt64().ShouldBeGreaterThan(0);
        first.GetProperty("usageRecordsInCommerce").GetInt64().ShouldBeGreaterThan(0);
        first.GetProperty("downloadedItem").GetString()!.ShouldMatch(@"^[\w.-]+-\d[\d.]*$");
        first.GetProperty("portalUrl").GetString()!.ShouldStartWith("https://localhost:");
        var cloudId = first.GetProperty("stampCloudId").GetString()!;
        first.GetProperty("registrationName").GetString().ShouldBe($"AzureStack-{cloudId}");
        first.GetProperty("registrationId").GetString()!.ShouldEndWith(
            $"/resourceGroups/azurestack/providers/Microsoft.AzureStack/registrations/AzureStack-{cloudId}");

        var second = (await RunAsync()).ShouldExitWith(0).Json;

        second.GetProperty("registrationId").GetString().ShouldBe(first.GetProperty("registrationId").GetString());
        second.GetProperty("downloadedItem").GetString().ShouldBe(first.GetProperty("downloadedItem").GetString());
        second.GetProperty("portalUrl").GetString().ShouldBe(first.GetProperty("portalUrl").GetString());
        second.GetProperty("activationState").GetString().ShouldBe("Active");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<ProgramResult> RunAsync() =>
        AzsregProgram.RunAsync(["quickstart", "--data", _folder, "--port-base", "0", "--output", "json"]);
}
