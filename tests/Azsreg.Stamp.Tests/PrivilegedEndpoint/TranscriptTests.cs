using Azsreg.Remoting.Client;
using Azsreg.Stamp.Tests.Fakes;

namespace Azsreg.Stamp.Tests.PrivilegedEndpoint;

public sealed class TranscriptTests
{
    [Fact]
    public async Task Session_WithSecrets_LeavesATranscriptWithoutThem()
    {
        await using var stamp = await TestStamp.StartAsync();
        string key, token;
        await using (var session = await stamp.OpenSessionAsync())
        {
            await session.InvokeAsync(TestStamp.BridgeCommand());
            token = (string)(await session.InvokeAsync(new RemoteCommand("New-RegistrationToken").With("BillingModel", "Development"))).Output.Single()!;
            key = stamp.MakeKey();
            await session.InvokeAsync(new RemoteCommand("New-AzureStackActivation").With("ActivationKey", key));
        }

        await stamp.StopAsync();

        var text = string.Concat(Directory.GetFiles(Path.Combine(stamp.Folder, "transcripts")).Select(File.ReadAllText));
        text.ShouldContain("New-AzureBridgeServicePrincipal");
        text.ShouldContain(@"AZURESTACK\CloudAdmin");
        text.ShouldNotContain(FakeAzure.RefreshToken);
        text.ShouldNotContain(key.Split('.')[1][..40]);
        text.ShouldNotContain(token[..40]);
    }
}
