using Azsreg.Remoting;
using Azsreg.Remoting.Client;
using Azsreg.Stamp.Facts;
using Azsreg.Stamp.Tests.Fakes;

namespace Azsreg.Stamp.Tests.PrivilegedEndpoint;

public sealed class StampInformationTests
{
    private static readonly RemoteCommand Command = new("Get-AzureStackStampInformation");

    [Fact]
    public async Task GetStampInformation_NewStamp_TellsEveryDocumentedField()
    {
        await using var stamp = await TestStamp.StartAsync();

        var information = (await stamp.InvokeAsync(Command)).Output.ShouldHaveSingleItem().ShouldBeOfType<RemoteObject>();

        information.GetString("CloudID").ShouldBe(stamp.Facts.CloudId.ToString());
        information.GetString("DeploymentID").ShouldBe(stamp.Facts.DeploymentId.ToString());
        information.GetString("StampVersion").ShouldBe("1.2311.1.22");
        information.GetString("NumberOfNodes").ShouldBe("4");
        information.GetString("RegionName").ShouldBe("local");
        information.GetString("DomainFQDN").ShouldBe("azurestack.local");
        information.GetString("DomainNetBIOSName").ShouldBe("AZURESTACK");
        information.GetString("ExternalDomainFQDN").ShouldBe("local.azurestack.external");
        information.PropertyNames.ShouldBe(
        [
            "CloudID", "DeploymentID", "StampVersion", "NumberOfNodes", "RegionName", "IdentitySystem", "AADTenantID", "AADTenantName", "DomainFQDN",
            "DomainNetBIOSName", "ExternalDomainFQDN", "ExternalDNSIPAddress01", "ExternalDNSIPAddress02", "EmergencyConsoleIPAddresses", "Timezone",
            "AdminExternalEndpoints", "TenantExternalEndpoints",
        ]);
        information["AdminExternalEndpoints"].ShouldBeOfType<RemoteObject>().GetString("AdminResourceManager")
            .ShouldBe("https://adminmanagement.local.azurestack.external/");
    }

    [Fact]
    public async Task GetStampInformation_HostUnreachable_WarnsInTheDocumentedWords()
    {
        await using var stamp = await TestStamp.StartAsync(options => options with { HostFaults = [new HostFault("AzS-Node02", HostFaultKind.Unreachable)] });

        var result = await stamp.InvokeAsync(Command);

        result.Warnings.ShouldBe(
            ["Cannot connect to AzS-Node02 to get hardware info - please check physical host and connectivity then try to rerun registration."]);
        result.Output.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Start_SecondTime_KeepsCloudIdAndDeploymentId()
    {
        await using var stamp = await TestStamp.StartAsync();
        var before = stamp.Facts;

        await stamp.StartAgainAsync(options => options with { StampVersion = "1.2408.1.1" });

        stamp.Facts.ShouldBe(before with { StampVersion = "1.2408.1.1" });
    }

    [Fact]
    public async Task Start_OtherCloudIdGiven_IsRefusedAndNamesBoth()
    {
        await using var stamp = await TestStamp.StartAsync();
        var (own, other) = (stamp.Facts.CloudId, Guid.Parse("11111111-2222-4333-8444-555555555555"));

        var refusal = await Should.ThrowAsync<Protocol.CataloguedException>(() => stamp.StartAgainAsync(options => options with { CloudId = other, NumberOfNodes = 99 }));

        refusal.Entry.Code.ShouldBe("AZR1001");
        refusal.Detail.ShouldBe($"the stamp's cloud id is {own}, not {other}; a stamp has 1 to 16 nodes, not 99");
    }
}
