using System.Text.Json;

namespace Azsreg.Cli.Tests;

/// <summary><c>marketplace signer</c>: who signs, and who is believed.</summary>
public sealed class MarketplaceSignerVerbTests : IDisposable
{
    private readonly TemporaryFolder _exporting = new();
    private readonly TemporaryFolder _importing = new();

    private string Pem => Path.Combine(_exporting.Path, "signer.pem");

    public void Dispose()
    {
        _exporting.Dispose();
        _importing.Dispose();
    }

    [Fact]
    public async Task Show_Twice_IsTheSameKeyAndOnlyItsPublicPart()
    {
        var first = await RunAsync(_exporting, "show");
        var second = await RunAsync(_exporting, "show");

        first.ExitCode.ShouldBe(0, first.Error);
        second.Out.ShouldBe(first.Out);
        first.Out.ShouldContain("-----BEGIN PUBLIC KEY-----");
        first.Out.ShouldNotContain("PRIVATE");
    }

    [Fact]
    public async Task Trust_KeyFromTheOtherSide_IsListedUntilRemoved()
    {
        var fingerprint = await ShownAsync();

        var trusted = await RunAsync(_importing, "trust", Pem, "--name", "head office");
        var listed = await RunAsync(_importing, "list");
        var removed = await RunAsync(_importing, "remove", fingerprint);
        var empty = await RunAsync(_importing, "list");

        trusted.Out.ShouldBe($"Bundles of 'head office' ({fingerprint}) are believed here.\n", trusted.Error);
        listed.Out.ShouldContain($"head office  {fingerprint}");
        removed.ExitCode.ShouldBe(0, removed.Error);
        empty.Out.ShouldBe("No signer is trusted but this data folder itself.\n");
    }

    [Fact]
    public async Task Trust_Again_KeepsTheDayAndTakesTheNewName()
    {
        var fingerprint = await ShownAsync();
        await RunAsync(_importing, "trust", Pem);
        var before = await ListAsync();

        await RunAsync(_importing, "trust", Pem, "--name", "head office");

        var after = await ListAsync();
        after.GetProperty("fingerprint").GetString().ShouldBe(fingerprint);
        after.GetProperty("label").GetString().ShouldBe("head office");
        before.GetProperty("label").GetString().ShouldBe(fingerprint[..16]);
        after.GetProperty("trustedOn").GetDateTimeOffset().ShouldBe(before.GetProperty("trustedOn").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")]
    [InlineData("")]
    public async Task Trust_NoPublicKey_IsRefusedByName(string content)
    {
        await File.WriteAllTextAsync(Pem, content);

        var run = await RunAsync(_importing, "trust", Pem);

        run.ExitCode.ShouldNotBe(0);
        run.Error.ShouldContain("AZR6088");
        run.Error.ShouldContain(Pem);
    }

    [Fact]
    public async Task Remove_Unknown_SaysThatItIsNotTrusted()
    {
        var run = await RunAsync(_importing, "remove", new string('a', 64));

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("azsreg marketplace signer list");
    }

    [Fact]
    public async Task Remove_NoFingerprint_SaysWhatOneIs()
    {
        var run = await RunAsync(_importing, "remove", "head office");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("64 hexadecimal digits");
    }

    private async Task<string> ShownAsync()
    {
        var run = await RunAsync(_exporting, "show", "--out", Pem, "--output", "json");
        run.ExitCode.ShouldBe(0, run.Error);
        return JsonDocument.Parse(run.LastLine).RootElement.GetProperty("fingerprint").GetString()!;
    }

    private async Task<JsonElement> ListAsync() => JsonDocument.Parse((await RunAsync(_importing, "list", "--output", "json")).LastLine).RootElement[0];

    private static Task<CliRun> RunAsync(TemporaryFolder data, params string[] arguments) =>
        CliRun.RunAsync(["marketplace", "signer", .. arguments, "--data", data.Path]);
}
