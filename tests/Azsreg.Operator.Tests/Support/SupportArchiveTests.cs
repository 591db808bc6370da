using System.IO.Compression;
using Azsreg.Operator.Support;
using Azsreg.Operator.Tests.SignIn;

namespace Azsreg.Operator.Tests.Support;

public sealed class SupportArchiveTests : IDisposable
{
    private const string Token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl";

    private readonly OperatorFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_FolderFullOfSecrets_HoldsNoneOfThem()
    {
        Put("operator/settings.json", """{"port-base":20000,"usage-password":"S3cret-setting","connection":"Host=db;Password=S3cret-db"}""");
        Put("operator/history.jsonl", """{"event":"registered","name":"AzureStack-5b0","protectedToken":"S3cret-sealed"}""" + "\n");
        Put("operator/tokens-0011.bin", "S3cret-tokens");
        Put("operator/journal/registration-set-1.jsonl", """{"event":"acting","step":"bridge"}""" + "\n");
        Put("logs/azsreg-20261122.log", $"2026-11-22T10:00:00.000Z info  X: Authorization: Bearer {Token} sig=S3cret-sas&x refresh_token=\"S3cret-refresh\"\n");
        Put("secrets.key", "S3cret-key");
        Put("sample-accounts.json", "S3cret-sample");
        Put("ca/root.key", "S3cret-ca");
        Put("cloud/cloud.db", "S3cret-db");
        Put("stamps/AzS/settings.json", "S3cret-stamp");

        var entries = Entries(out var texts, new SupportPart("check.json", "what check says", """{"password":"S3cret-part"}"""));

        foreach (var (name, text) in texts)
        {
            text.ShouldNotContain("S3cret", customMessage: name);
            text.ShouldNotContain(Token, customMessage: name);
        }

        texts["operator/history.jsonl"].ShouldContain("AzureStack-5b0");
        texts["operator/settings.json"].ShouldContain("20000");
        texts["operator/journal/registration-set-1.jsonl"].ShouldContain("bridge");
        texts["README.txt"].ShouldContain("logs/azsreg-20261122.log");
        entries.Select(entry => entry.Name).ShouldBe(texts.Keys);
    }

    [Fact]
    public void Write_EmptyFolder_HoldsTheListAlone() => Entries(out _).Select(entry => entry.Name).ShouldBe(["README.txt"]);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1]")]
    public void Write_SettingsThatAreNoObject_AreLeftOut(string text)
    {
        Put("operator/settings.json", text + "S3cret");

        Entries(out var texts);

        texts["operator/settings.json"].ShouldStartWith("(left out");
    }

    [Fact]
    public void Write_TornLineOfTheHistory_KeepsTheOthers()
    {
        Put("operator/history.jsonl", "{\"name\":\"one\"}\n{\"name\":\"tw");

        Entries(out var texts);

        texts["operator/history.jsonl"].ShouldBe("{\"name\":\"one\"}\n(left out: a torn line)\n");
    }

    private IReadOnlyList<SupportEntry> Entries(out Dictionary<string, string> texts, params SupportPart[] parts)
    {
        using var zip = new MemoryStream();
        var entries = new SupportArchive(_folder.Data, TimeProvider.System).Write(zip, parts, TestContext.Current.CancellationToken);
        using var archive = new ZipArchive(zip);
        texts = entries.ToDictionary(entry => entry.Name, entry =>
        {
            using var reader = new StreamReader(archive.GetEntry(entry.Name)!.Open());
            return reader.ReadToEnd();
        });
        archive.Entries.Count.ShouldBe(entries.Count);
        return entries;
    }

    private void Put(string path, string text)
    {
        var file = Path.Combine(_folder.Data.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
