using System.Text;

namespace Azsreg.EndToEnd.Tests.Refusals;

/// <summary>What must stay between the parties is found in nothing a run leaves behind: files, logs, journal, transcripts, databases, output.</summary>
[Collection(TwoStamps.Name)]
public sealed class SecretsTests(TwoStampsWorld world)
{
    [Fact]
    public async Task Registration_EveryFileAndOutput_HoldsNoSecretInTheClear()
    {
        (await world.Local.JsonAsync("status", "--stamp", TwoStampsWorld.Registered, "--verbose")).ShouldExitWith(0);
        var needles = world.Needles();
        needles.Values.Distinct().ShouldBe(["password", "basic credential", "refresh_token", "access_token", "activationKey", "registrationToken"], ignoreOrder: true);
        List<string> found = [];
        var searched = false;

        foreach (var file in Directory.EnumerateFiles(world.Local.Folder, "*", SearchOption.AllDirectories).Where(IsSearched))
        {
            var content = await ReadAsync(file);
            searched |= Holds(content, world.RegistrationName);
            found.AddRange(needles.Where(needle => Holds(content, needle.Key)).Select(needle => $"{needle.Value} in {file}"));
        }

        foreach (var (name, text) in new[]
        {
            ("the output of up", world.Local.Printed), ("the output of set", world.Registration.Output), ("the errors of set", world.Registration.Error),
        })
            found.AddRange(needles.Where(needle => text.Contains(needle.Key, StringComparison.Ordinal)).Select(needle => $"{needle.Value} in {name}"));
        found.Distinct().ShouldBeEmpty();
        searched.ShouldBeTrue("What is no secret is found, so the search works.");
    }

    /// <summary>
    /// Not the test's own password file, nor the one in which <c>up</c> tells people the sample accounts' password; nor the roles' lock files,
    /// which hold a process id and let nobody else open them; nor their sockets, which are no files.
    /// </summary>
    private static bool IsSearched(string file) =>
        Path.GetFileName(file) is not ("password.txt" or "sample-accounts.json") && Path.GetExtension(file) is not (".lock" or ".sock");

    /// <summary>In the encodings of the files and of what PowerShell remoting sends.</summary>
    private static bool Holds(byte[] content, string secret) =>
        content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0 || content.AsSpan().IndexOf(Encoding.Unicode.GetBytes(secret)) >= 0;

    private static async Task<byte[]> ReadAsync(string file)
    {
        // The roles run on: their databases and logs are open.
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content);
        return content.ToArray();
    }
}
