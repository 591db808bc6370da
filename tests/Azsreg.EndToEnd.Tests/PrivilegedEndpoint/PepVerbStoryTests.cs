using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Azsreg.EndToEnd.Tests.PrivilegedEndpoint;

/// <summary>The operator's prompt on a stamp's privileged endpoint, each command a process of its own.</summary>
public sealed class PepVerbStoryTests(LocalWorld world) : IClassFixture<LocalWorld>
{
    private const string Key = "a-key-that-is-no-key-but-must-stay-secret-0815";
    private const string SharePassword = "share-password-4711";

    [Fact]
    public async Task Invoke_StampInformation_IsTheStampsOwn()
    {
        var run = (await PepAsync("invoke", LocalWorld.Stamp, "Get-AzureStackStampInformation", "--output", "json")).ShouldExitWith(0);

        run.Json.GetProperty("output")[0].GetProperty("StampVersion").GetString().ShouldBe("1.2311.1.22");
        run.Json.GetProperty("privilegedEndpoint").GetString().ShouldEndWith("/wsman");
    }

    [Fact]
    public async Task Connect_ScriptOfAnOperatorsDay_LeavesNoSecretInAnythingItWrote()
    {
        // One key is refused: that ends a script, so it is a call of its own. Its value stands in standard input only.
        var refused = await PepAsync("invoke", Key + "\n", LocalWorld.Stamp, "New-AzureStackActivation", "--secret", "ActivationKey", "--output", "json");
        refused.ShouldExitWith(1);
        var token = (await PepAsync("invoke", LocalWorld.Stamp, "New-RegistrationToken", "--param", "BillingModel=Development", "--output", "json"))
            .ShouldExitWith(0).Json.GetProperty("output")[0].GetString()!;
        var script = $"""
            New-RegistrationToken -BillingModel Development -AsJob
            Wait-Job 1 | Select-Object -Property State
            Receive-Job 1 | Select-Object -First 1 | Measure-Object
            Test-AzureStack -Group Registration
            Get-AzureStackLog -OutputSharePath \\fileserver\logs
            Close-PrivilegedEndpoint -TranscriptsPathDestination \\fileserver\transcripts -Credential (Get-Credential fileserver\operator)
            {SharePassword}

            """;

        var run = (await PepAsync("connect", script, LocalWorld.Stamp, "--output", "json")).ShouldExitWith(0);

        var lines = run.Output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        lines.Select(line => line.GetProperty("command").GetString()!.Split(' ')[0]).ShouldBe(
            ["New-RegistrationToken", "Wait-Job", "Receive-Job", "Test-AzureStack", "Get-AzureStackLog", "Close-PrivilegedEndpoint"]);
        lines[1].GetProperty("output")[0].GetProperty("State").GetString().ShouldBe("Completed");
        var exports = Path.Combine(world.Folder, "stamps", LocalWorld.Stamp, "exports", "fileserver");
        Directory.GetFiles(Path.Combine(exports, "transcripts")).ShouldNotBeEmpty();
        var texts = Texts(world.Folder).Append((Name: "what the verbs printed", Text: refused.Output + refused.Error + run.Output + run.Error)).ToList();
        foreach (var secret in (string[])[LocalWorld.Password, Key, SharePassword, token[..64]])
            texts.Where(text => text.Text.Contains(secret, StringComparison.Ordinal)).Select(text => text.Name).ShouldBeEmpty();
        texts.ShouldContain(text => text.Text.Contains("New-AzureStackActivation -ActivationKey ***", StringComparison.Ordinal), "What is no secret is found, so the search works.");
        texts.ShouldContain(text => text.Name.Contains(".zip/PrivilegedEndpoint/transcripts/", StringComparison.Ordinal));
    }

    /// <summary>Every file below a folder as text, and every entry of every archive; but not the files passwords are given in.</summary>
    private static IEnumerable<(string Name, string Text)> Texts(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(file) is "password.txt" or "sample-accounts.json" || Path.GetExtension(file) is ".lock" or ".sock") continue;
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (Path.GetExtension(file) != ".zip")
            {
                yield return (file, Latin(stream));
                continue;
            }

            using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
            foreach (var entry in zip.Entries)
            {
                using var content = entry.Open();
                yield return ($"{file}/{entry.FullName}", Latin(content));
            }
        }
    }

    private static string Latin(Stream stream)
    {
        using var content = new MemoryStream();
        stream.CopyTo(content);
        // Every byte is a character, so that nothing is missed because it is no UTF-8.
        return Encoding.Latin1.GetString(content.ToArray());
    }

    private Task<ProgramResult> PepAsync(string verb, params string[] arguments)
    {
        // What holds a line end is for standard input, behind the administrator's password.
        var input = string.Concat(arguments.Where(argument => argument.Contains('\n', StringComparison.Ordinal)));
        return AzsregProgram.RunAsync(
            ["pep", verb, .. arguments.Where(argument => !argument.Contains('\n', StringComparison.Ordinal)), "--data", world.Folder, "--cloud-admin-password-stdin"],
            input: LocalWorld.Password + "\n" + input);
    }
}
