using System.Text.Json;
using Azsreg.Protocol;

namespace Azsreg.Cli.Tests;

/// <summary>What the verbs of a disconnected registration refuse before they ask anybody, and what they say of a file.</summary>
public sealed class OfflineVerbTests : IDisposable
{
    private static readonly string Token = RegistrationTokenCodec.Encode(new RegistrationToken
    {
        Version = "1.0", CloudId = "5b0a7e8d", BillingModel = "Capacity", AgreementNumber = "00123456", StampVersion = "1.2005.0.40",
    });

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("AZR2101", 2, "token", "--billing-model", "PayAsYouUse")]
    [InlineData("AZR2101", 2, "token", "--billing-model", "Ruggedized")]
    [InlineData("AZR1001", 2, "token", "--billing-model", "Free")]
    [InlineData("AZR2121", 2, "token", "--billing-model", "Development", "--marketplace-syndication", "on")]
    [InlineData("AZR2121", 2, "token", "--billing-model", "Development", "--usage-reporting", "on")]
    [InlineData("AZR5011", 2, "register", "--token", "<Your Registration Token>")]
    [InlineData("AZR5011", 2, "register", "--token", "*Your copied registration token*")]
    [InlineData("AZR5010", 2, "register", "--token-file", "/no/such/file")]
    [InlineData("AZR1001", 2, "register")]
    [InlineData("AZR5011", 2, "unregister", "--registration-name", "*Name of the registration resource*", "--yes")]
    [InlineData("AZR1001", 2, "unregister", "--registration-name", "a", "--cloud-id", "b", "--yes")]
    [InlineData("AZR1001", 2, "key")]
    [InlineData("AZR5010", 2, "activate", "--key-file", "/no/such/file")]
    [InlineData("AZR3001", 3, "key", "--registration-name", "a")]
    public async Task Verb_WhatCannotBe_IsRefusedWithItsCode(string code, int exitCode, params string[] arguments)
    {
        var run = await CliRun.RunAsync(["offline", .. arguments, "--data", _folder.Path, "--output", "json"]);

        run.ExitCode.ShouldBe(exitCode, run.Out + run.Error);
        JsonDocument.Parse(run.LastLine).RootElement.GetProperty("error").GetProperty("code").GetString().ShouldBe(code);
    }

    [Fact]
    public async Task Register_DigestOfAnotherToken_IsRefused()
    {
        var run = await CliRun.RunAsync("offline", "register", "--token", Token, "--sha256", new string('0', 64), "--data", _folder.Path);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("AZR5018");
    }

    [Fact]
    public async Task Register_TokenCannotBeRead_IsNotShown()
    {
        var run = await CliRun.RunAsync("offline", "register", "--token", Token[..^5], "--data", _folder.Path);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("AZR5013");
        (run.Out + run.Error).ShouldNotContain(Token[..20]);
    }

    [Fact]
    public async Task Inspect_UnsignedToken_SaysThatItCannotTell()
    {
        var run = await CliRun.RunAsync("offline", "inspect", Write("token.txt", Token), "--data", _folder.Path);

        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.ShouldContain("not told: tokens of version 1.0 are not signed; compare the SHA-256");
        run.Out.ShouldContain("Capacity, agreement 00123456");
    }

    [Fact]
    public async Task Inspect_TokenAsJson_HasWhatIsInIt()
    {
        var run = await CliRun.RunAsync("offline", "inspect", Write("token.txt", Token), "--data", _folder.Path, "--output", "json");

        var told = JsonDocument.Parse(run.LastLine).RootElement;
        told.GetProperty("kind").GetString().ShouldBe("RegistrationToken");
        told.GetProperty("agreementNumber").GetString().ShouldBe("00123456");
        told.GetProperty("whole").ValueKind.ShouldBe(JsonValueKind.Null);
        told.GetProperty("sha256").GetString()!.Length.ShouldBe(64);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("{\"files\":[]}")]
    public async Task Inspect_OtherFile_IsOfUnknownKind(string content)
    {
        var run = await CliRun.RunAsync("offline", "inspect", Write("file.txt", content), "--data", _folder.Path);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("unknown kind");
    }

    [Fact]
    public async Task Activate_TokenInTheKeysPlace_IsNamed()
    {
        var run = await CliRun.RunAsync("offline", "activate", "--key-file", Write("token.txt", Token), "--data", _folder.Path);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("AZR5012");
        run.Error.ShouldContain("azsreg offline token");
    }

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder.Path, name);
        File.WriteAllText(path, content);
        return path;
    }
}
