using System.Text;

namespace Azsreg.EndToEnd.Tests;

/// <summary>
/// A stamp registered without a line, by verbs as documented: one machine knows Azure and no stamp, another the stamp and no Azure, and only
/// files go between them.
/// </summary>
public sealed class OfflineStoryTests(OfflineWorld sides) : IClassFixture<OfflineWorld>
{
    private const string Enterprise = "Contoso Capacity (EA)";
    private const string EnterpriseId = "8f2a0000-0000-4000-8000-000000000a91";

    [Fact]
    public async Task Offline_CapacityThereAndBack_BothSidesFollow()
    {
        var (azure, stamp) = (sides.AtAzure, sides.AtStamp);
        var (tokenFile, keyFile) = (azure.OnStick("token.txt"), azure.OnStick("key.txt"));

        // 1. At the stamp.
        var token = (await stamp.JsonAsync(
            ["offline", "token", "--billing-model", "Capacity", "--agreement-number", "10004711", "--out", tokenFile, .. stamp.ToTheStamp])).ShouldExitWith(0).Json;
        var cloudId = token.GetProperty("cloudId").GetString()!;
        token.GetProperty("file").GetString().ShouldBe(tokenFile);
        token.GetProperty("nextStep").GetProperty("command").GetString().ShouldBe("azsreg offline register --token-file token.txt");
        (await File.ReadAllBytesAsync(tokenFile))[0].ShouldBe((byte)'e', "UTF-8 without a byte order mark");
        (await azure.JsonAsync("offline", "inspect", tokenFile)).ShouldExitWith(0).Json.GetProperty("whole").GetBoolean().ShouldBeTrue();

        // 2. At Azure; the subscription in use is not one of an agreement.
        var refused = (await azure.JsonAsync("offline", "register", "--token-file", tokenFile)).ShouldExitWith(2);
        refused.Output.ShouldContain("OfferNotAllowed");
        var registered = (await azure.JsonAsync("offline", "register", "--token-file", tokenFile, "--subscription", Enterprise)).ShouldExitWith(0).Json;
        var id = registered.GetProperty("registrationId").GetString()!;
        registered.GetProperty("registrationName").GetString().ShouldBe($"AzureStack-{cloudId}");
        registered.GetProperty("changed").GetBoolean().ShouldBeTrue();
        (await azure.JsonAsync("offline", "register", "--token-file", tokenFile, "--subscription", Enterprise)).ShouldExitWith(0).Json
            .GetProperty("changed").GetBoolean().ShouldBeFalse();

        // 3. Its key.
        var key = (await azure.JsonAsync(
            "offline", "key", "--registration-name", $"AzureStack-{cloudId}", "--subscription", Enterprise, "--out", keyFile)).ShouldExitWith(0).Json;
        key.GetProperty("registrationId").GetString().ShouldBe(id);
        key.GetProperty("agreementNumber").GetString().ShouldBe("10004711");
        key.GetProperty("nextStep").GetProperty("command").GetString().ShouldBe("azsreg offline activate --key-file key.txt");

        // 4. Back at the stamp.
        var active = (await stamp.JsonAsync(["offline", "activate", "--key-file", keyFile, .. stamp.ToTheStamp])).ShouldExitWith(0).Json;
        active.GetProperty("activationState").GetString().ShouldBe("Active");
        active.GetProperty("activationRequiredAlert").GetString().ShouldBe("Closed");
        active.GetProperty("registrationId").GetString().ShouldBe(id);

        // No bridge, no role: just group, registration and lock.
        await using (var truth = await AzureTruth.SignInAsync(sides.World.AzureUrl, sides.World.LoadAuthority()))
            (await truth.ListAsync(EnterpriseId)).ShouldBe(["group azurestack", $"registration AzureStack-{cloudId} of {cloudId}", "lock RegistrationResourceLock CanNotDelete"]);

        // Renewed by a new token, under the same name.
        (await stamp.JsonAsync(
            ["offline", "token", "--billing-model", "Capacity", "--agreement-number", "10004711", "--out", tokenFile, .. stamp.ToTheStamp])).ShouldExitWith(0);
        (await azure.JsonAsync("offline", "register", "--token-file", tokenFile, "--subscription", Enterprise)).ShouldExitWith(0).Json
            .GetProperty("registrationId").GetString().ShouldBe(id);

        // And back. In the wrong subscription the right one is named, whichever way it is looked for.
        var off = (await stamp.JsonAsync(["offline", "deactivate", "--yes", .. stamp.ToTheStamp])).ShouldExitWith(0).Json;
        off.GetProperty("activationState").GetString().ShouldBe("NotActivated");
        off.GetProperty("registrationName").GetString().ShouldBe($"AzureStack-{cloudId}");
        foreach (var way in (string[][])[["--token", await File.ReadAllTextAsync(tokenFile)], ["--cloud-id", cloudId]])
        {
            var wrong = (await azure.JsonAsync(["offline", "unregister", .. way, "--yes"])).ShouldExitWith(4);
            wrong.Output.ShouldContain("AZR2120");
            wrong.Output.ShouldContain($"--subscription {EnterpriseId}");
        }

        var removed = (await azure.JsonAsync("offline", "unregister", "--token-file", tokenFile, "--subscription", Enterprise, "--yes")).ShouldExitWith(0).Json;
        removed.GetProperty("registrationId").GetString().ShouldBe(id);
        await using (var truth = await AzureTruth.SignInAsync(sides.World.AzureUrl, sides.World.LoadAuthority()))
            (await truth.ListAsync(EnterpriseId)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Offline_DevelopmentByPipesAndDamagedFiles_ActivatesTheStamp()
    {
        var (azure, stamp) = (sides.AtAzure, sides.AtStamp);

        // Piped, a token is all there is on standard output.
        var printed = (await stamp.RunAsync(["offline", "token", "--billing-model", "Development", .. stamp.ToTheStamp])).ShouldExitWith(0);
        var token = printed.Output.Trim();
        token.ShouldNotContain("\n");
        printed.Error.ShouldContain("azsreg offline register --token-file FILE");

        // What Windows PowerShell and a mail program make of it.
        var file = azure.OnStick("mailed.txt");
        var wrapped = string.Join("\r\n", token.Chunk(76).Select(line => new string(line)));
        await File.WriteAllTextAsync(file, $"@\"\r\n{wrapped}\r\n\"@\r\n", Encoding.Unicode);
        var name = (await azure.JsonAsync("offline", "register", "--token-file", file)).ShouldExitWith(0).Json.GetProperty("registrationName").GetString()!;
        var key = (await azure.RunAsync("offline", "key", "--registration-name", name, "--out", "-")).ShouldExitWith(0).Output.Trim();
        var keyFile = azure.OnStick("key-2.txt");
        await File.WriteAllTextAsync(keyFile, $"\uFEFF\"{key}\"  \r\n");

        var active = (await stamp.JsonAsync(["offline", "activate", "--key-file", keyFile, .. stamp.ToTheStamp])).ShouldExitWith(0).Json;

        active.GetProperty("billingModel").GetString().ShouldBe("Development");
        active.GetProperty("activationState").GetString().ShouldBe("Active");
        // One bit of the key, and the stamp says so; the activation in force stays.
        await File.WriteAllTextAsync(keyFile, key[..^9] + (key[^9] == 'A' ? 'B' : 'A') + key[^8..]);
        (await stamp.JsonAsync(["offline", "activate", "--key-file", keyFile, .. stamp.ToTheStamp])).ShouldExitWith(1).Output.ShouldContain("AZR5002");
        (await stamp.JsonAsync(["offline", "deactivate", "--yes", .. stamp.ToTheStamp])).ShouldExitWith(0);
        (await azure.JsonAsync("offline", "unregister", "--registration-name", name, "--yes")).ShouldExitWith(0);
    }
}
