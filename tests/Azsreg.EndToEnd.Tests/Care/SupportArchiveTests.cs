using System.IO.Compression;
using Azsreg.EndToEnd.Tests.Refusals;

namespace Azsreg.EndToEnd.Tests.Care;

/// <summary>The support archive of a world in which much has happened: useful, and free of every secret that ever crossed a wire there.</summary>
[Collection(TwoStamps.Name)]
public sealed class SupportArchiveTests(TwoStampsWorld world)
{
    [Fact]
    public async Task Bundle_EveryEntry_HoldsNoSecretOfTheWorld()
    {
        var file = Path.Combine(world.Local.Folder, "support-of-the-test.zip");
        var made = (await world.Local.JsonAsync("logs", "--bundle", file, "--stamp", TwoStampsWorld.Registered)).ShouldExitWith(0);

        using var archive = ZipFile.OpenRead(file);
        var texts = archive.Entries.ToDictionary(entry => entry.FullName, Text);
        var needles = world.Needles();
        needles.Count.ShouldBeGreaterThan(6, "A world in which nothing was said proves nothing.");
        var found = from text in texts from needle in needles where text.Value.Contains(needle.Key, StringComparison.Ordinal) select $"{needle.Value} in {text.Key}";
        found.ShouldBeEmpty();
        made.Json.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("name").GetString()).ShouldBe(texts.Keys, ignoreOrder: true);
        foreach (var name in (string[])["versions.json", "status.json", "check.json", "operator/history.jsonl", "operator/stamps.json", "operator/accounts.json"])
            texts.Keys.ShouldContain(name);
        texts.Keys.ShouldContain(name => name.StartsWith("operator/journal/registration-set", StringComparison.Ordinal) || name.Contains("registration-set", StringComparison.Ordinal));
        texts.Keys.ShouldContain(name => name.StartsWith("logs/cloud-", StringComparison.Ordinal));
        texts["status.json"].ShouldContain(world.RegistrationName);
        texts["README.txt"].ShouldContain("operator/history.jsonl");
    }

    [Fact]
    public async Task Bundle_FileIsThere_IsNotReplaced()
    {
        var file = Path.Combine(world.Local.Folder, "precious.zip");
        await File.WriteAllTextAsync(file, "mine", TestContext.Current.CancellationToken);

        (await world.Local.JsonAsync("logs", "--bundle", file)).ShouldBeRefused("AZR1001", 2).Detail().ShouldContain("is there already");

        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldBe("mine");
    }

    private static string Text(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd();
    }
}
