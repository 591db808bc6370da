using System.Text;
using System.Text.Json.Nodes;
using Azsreg.Protocol;
using Azsreg.Remoting.Client;
using Azsreg.Stamp.Facts;
using Azsreg.Stamp.Tests.Fakes;

namespace Azsreg.Stamp.Tests.PrivilegedEndpoint;

public sealed class RegistrationTokenTests(SharedStamp shared) : IClassFixture<SharedStamp>
{
    private static readonly RemoteCommand Command = new RemoteCommand("New-RegistrationToken").With("BillingModel", "PayAsYouUse").With("UsageReportingEnabled", true);

    [Fact]
    public async Task NewRegistrationToken_Version6_IsSignedAndTellsTheStamp()
    {
        var stamp = shared.Stamp;

        var text = await TokenAsync(stamp, Command.With("MarketplaceSyndicationEnabled", true).With("TokenVersion", "6.0"));

        var token = RegistrationTokenCodec.Decode(text);
        token.Version.ShouldBe("6.0");
        token.CloudId.ShouldBe(stamp.Facts.CloudId.ToString());
        token.DeploymentId.ShouldBe(stamp.Facts.DeploymentId.ToString());
        token.BillingModel.ShouldBe("PayAsYouUse");
        token.UsageReportingEnabled.ShouldBeTrue();
        token.MarketplaceSyndicationEnabled.ShouldBeTrue();
        token.RegionNames.ShouldBe(["local"]);
        token.Signature.ShouldNotBeNull();
    }

    [Fact]
    public async Task NewRegistrationToken_NoTokenVersion_IsOfVersion3AndUnsigned()
    {
        var stamp = shared.Stamp;

        var json = JsonNode.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(await TokenAsync(stamp, Command))))!;

        json["version"]!.GetValue<string>().ShouldBe("3.0");
        json["signature"].ShouldBeNull();
        json["marketplaceSyndicationEnabled"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task NewRegistrationToken_FourNodes_ListsFourHostsAsDigests()
    {
        var stamp = shared.Stamp;

        var hosts = RegistrationTokenCodec.Decode(await TokenAsync(stamp, Command)).HardwareInfo;

        hosts.Count.ShouldBe(4);
        hosts.SelectMany(host => (string[])[host.Name, host.Uuid, .. host.Bios!, .. host.Nic!, .. host.Cpu!, .. host.Disk!, .. host.Memory!])
            .ShouldAllBe(digest => digest.Length == 32 && digest.All(char.IsAsciiHexDigit));
    }

    [Theory]
    [InlineData(HostFaultKind.Unreachable, "HostUnreachable", "Cannot connect to AzS-Node03 to get hardware info - please check physical host and connectivity then try to rerun registration.")]
    [InlineData(HostFaultKind.HardwareMissing, "HardwareInfoMissing", "Could not retrieve mandatory hardware info for AzS-Node03. Check physical host and connectivity then try to rerun registration.")]
    public async Task NewRegistrationToken_HostFault_FailsInTheDocumentedWords(HostFaultKind kind, string errorId, string message)
    {
        await using var stamp = await TestStamp.StartAsync(options => options with { HostFaults = [new HostFault("AzS-Node03", kind)] });

        var error = (await stamp.InvokeAsync(Command)).Errors.ShouldHaveSingleItem();

        error.FullyQualifiedErrorId.ShouldBe($"{errorId},New-RegistrationToken");
        error.Message.ShouldBe(message);
    }

    [Fact]
    public async Task NewRegistrationToken_CapacityWithoutAgreement_Fails()
    {
        var stamp = shared.Stamp;

        var error = (await stamp.InvokeAsync(new RemoteCommand("New-RegistrationToken").With("BillingModel", "Capacity"))).Errors.ShouldHaveSingleItem();

        error.FullyQualifiedErrorId.ShouldBe("MissingAgreementNumber,New-RegistrationToken");
        error.Message.ShouldStartWith("Agreement number is null or empty when BillingModel is set to Capacity");
    }

    [Fact]
    public async Task NewRegistrationToken_PositionalArguments_BindInTheDocumentedOrder()
    {
        var stamp = shared.Stamp;

        var token = RegistrationTokenCodec.Decode(await TokenAsync(stamp, new RemoteCommand("New-RegistrationToken").With("Capacity").With("0012345")));

        (token.BillingModel, token.AgreementNumber, token.UsageReportingEnabled).ShouldBe(("Capacity", "0012345", false));
    }

    [Theory]
    [InlineData("1.1910.0.58", "MsAssetTag")]
    [InlineData("1.2005.0.40", "TokenVersion")]
    public async Task NewRegistrationToken_ParameterBelowItsVersion_DoesNotExist(string version, string parameter)
    {
        await using var stamp = await TestStamp.StartAsync(options => options with { StampVersion = version });

        var error = (await stamp.InvokeAsync(Command.With(parameter, "6.0"))).Errors.ShouldHaveSingleItem();

        error.Message.ShouldBe($"A parameter cannot be found that matches parameter name '{parameter}'.");
        error.FullyQualifiedErrorId.ShouldBe("NamedParameterNotFound,New-RegistrationToken");
    }

    [Fact]
    public async Task NewRegistrationToken_Version6BelowItsVersion_Fails()
    {
        await using var stamp = await TestStamp.StartAsync(options => options with { StampVersion = "1.2301.2.58" });

        var error = (await stamp.InvokeAsync(Command.With("TokenVersion", "6.0"))).Errors.ShouldHaveSingleItem();

        error.FullyQualifiedErrorId.ShouldBe("UnknownTokenVersion,New-RegistrationToken");
    }

    [Fact]
    public async Task SetRegistrationKeyPair_BelowItsVersion_DoesNotExist()
    {
        await using var stamp = await TestStamp.StartAsync(options => options with { StampVersion = "1.2206.2.52" });

        var error = (await stamp.InvokeAsync(new RemoteCommand("Set-RegistrationKeyPair"))).Errors.ShouldHaveSingleItem();

        error.FullyQualifiedErrorId.ShouldStartWith("CommandNotFoundException");
    }

    [Fact]
    public async Task SetRegistrationKeyPair_Twice_KeepsTheKey()
    {
        var stamp = shared.Stamp;
        await stamp.InvokeAsync(new RemoteCommand("Set-RegistrationKeyPair"));
        var first = RegistrationTokenCodec.Decode(await TokenAsync(stamp, Command.With("TokenVersion", "6.0"))).PublicKey;

        await stamp.InvokeAsync(new RemoteCommand("Set-RegistrationKeyPair"));

        RegistrationTokenCodec.Decode(await TokenAsync(stamp, Command.With("TokenVersion", "6.0"))).PublicKey.ShouldBe(first);
    }

    [Fact]
    public async Task SetRegistrationKeyPair_Renew_MakesAKeyTheFormerVouchesFor()
    {
        await using var stamp = await TestStamp.StartAsync();
        var former = RegistrationTokenCodec.Decode(await TokenAsync(stamp, Command.With("TokenVersion", "6.0"))).PublicKey!;

        await stamp.InvokeAsync(new RemoteCommand("Set-RegistrationKeyPair").With("Renew", true));

        var token = RegistrationTokenCodec.Decode(await TokenAsync(stamp, Command.With("TokenVersion", "6.0")));
        token.PublicKey.ShouldNotBe(former);
        RegistrationTokenCodec.IsEndorsedBy(token, former).ShouldBeTrue();
    }

    private static async Task<string> TokenAsync(TestStamp stamp, RemoteCommand command)
    {
        var result = await stamp.InvokeAsync(command);
        result.Errors.ShouldBeEmpty();
        return result.Output.ShouldHaveSingleItem().ShouldBeOfType<string>();
    }
}
