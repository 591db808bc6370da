using System.Security.Cryptography;
using Azsreg.Operator.Bundles;
using Azsreg.Operator.Tests.SignIn;
using Azsreg.Protocol;

namespace Azsreg.Operator.Tests.Bundles;

/// <summary>Everything a journey or a person can do to a bundle is named; nothing but the folder is needed for it.</summary>
public sealed class BundleVerificationTests : IDisposable
{
    private readonly OperatorFolder _data = new();
    private readonly DirectoryInfo _stick = Directory.CreateTempSubdirectory("azsreg-verify-");
    private readonly BundleSigners _signers;
    private readonly BundleFile _small;
    private readonly BundleFile _large;

    public BundleVerificationTests()
    {
        _signers = new BundleSigners(_data.Data, TimeProvider.System);
        _small = Put([1, 2, 3]);
        _large = Put(RandomNumberGenerator.GetBytes(3_000_000));
        using var key = _signers.OpenKey();
        Sign(Manifest(), key);
    }

    public void Dispose()
    {
        _stick.Delete(recursive: true);
        _data.Dispose();
    }

    [Fact]
    public async Task Run_WholeBundle_FindsNothing()
    {
        var report = await VerifyAsync();

        report.Problems.ShouldBeEmpty();
        report.BytesWhole.ShouldBe(3_000_003);
        report.ToFailure().ShouldBeNull();
    }

    [Fact]
    public async Task Run_FlippedByte_NamesTheFile()
    {
        using (var file = new FileStream(PlaceOf(_large), FileMode.Open))
        {
            file.Seek(1_500_000, SeekOrigin.Begin);
            var value = file.ReadByte();
            file.Seek(-1, SeekOrigin.Current);
            file.WriteByte((byte)(value ^ 1));
        }

        var problem = (await VerifyAsync()).Problems.ShouldHaveSingleItem();
        (problem.Entry.Code, problem.Subject).ShouldBe(("AZR6077", _large.Path));
    }

    [Fact]
    public async Task Run_SeveralThingsWrong_NamesEachOfThem()
    {
        File.Delete(PlaceOf(_small));
        File.WriteAllBytes(PlaceOf(_large), [1]);
        File.WriteAllText(Path.Combine(_stick.FullName, "content", "notes.txt"), "hello");

        var report = await VerifyAsync();

        report.Problems.Select(problem => (problem.Entry.Code, problem.Subject)).ShouldBe(
            [("AZR6076", _small.Path), ("AZR6077", _large.Path), ("AZR6078", "content/notes.txt")], ignoreOrder: true);
        report.ToFailure()!.Detail.ShouldContain("content/notes.txt");
    }

    [Fact]
    public async Task Run_WhatSystemsLeaveOnAMedium_IsNoMatter()
    {
        File.WriteAllText(Path.Combine(_stick.FullName, ".DS_Store"), "");
        File.WriteAllText(Path.Combine(_stick.FullName, "content", "._x"), "");
        Directory.CreateDirectory(Path.Combine(_stick.FullName, "System Volume Information"));

        (await VerifyAsync()).Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_LinkInAFilesPlace_IsNotFollowed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a right on Windows.");
        var elsewhere = Path.Combine(_data.Data.Path, "elsewhere");
        File.Move(PlaceOf(_small), elsewhere);
        File.CreateSymbolicLink(PlaceOf(_small), elsewhere);

        (await VerifyAsync()).Problems.Select(problem => problem.Entry.Code).ShouldBe(["AZR6075", "AZR6076"]);
    }

    [Fact]
    public async Task Run_LinkInAFoldersPlace_IsNotFollowed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a right on Windows.");
        var folder = Path.GetDirectoryName(PlaceOf(_small))!;
        var elsewhere = Path.Combine(_data.Data.Path, "elsewhere");
        Directory.Move(folder, elsewhere);
        Directory.CreateSymbolicLink(folder, elsewhere);

        (await VerifyAsync()).Problems.ShouldContain(problem => problem.Entry.Code == "AZR6075" && problem.Detail.Contains("link", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_ManifestThatIsALink_IsNotFollowed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a right on Windows.");
        var elsewhere = Path.Combine(_data.Data.Path, "elsewhere");
        File.Move(ManifestPath, elsewhere);
        File.CreateSymbolicLink(ManifestPath, elsewhere);

        (await Should.ThrowAsync<CataloguedException>(() => VerifyAsync())).Entry.ShouldBe(ErrorCatalogue.BundlePathRefused);
    }

    [Fact]
    public async Task Run_NamesThatDifferInCaseAlone_AreNamed()
    {
        var twin = Path.Combine(_stick.FullName, "CONTENT");
        Assert.SkipWhen(Directory.Exists(twin), "This file system has no two names that differ in case alone.");
        Directory.CreateDirectory(Path.Combine(twin, _small.Sha256[..2]));
        File.Copy(PlaceOf(_small), Path.Combine(twin, _small.Sha256[..2], _small.Sha256));

        (await VerifyAsync()).Problems.ShouldHaveSingleItem().Detail.ShouldContain("letter case");
    }

    [Fact]
    public async Task Run_ClimbingPathOfATrustedSigner_IsRefusedAndNeverOpened()
    {
        using var key = _signers.OpenKey();
        var outside = new BundleFile("../" + Path.GetFileName(_data.Data.Path) + "/secrets.key", _large.Sha256, 32);
        Sign(Manifest() with { Files = [_small, outside] }, key);

        var problems = (await VerifyAsync()).Problems;

        problems.ShouldContain(problem => problem.Entry.Code == "AZR6075" && problem.Detail.Contains("climbs out", StringComparison.Ordinal));
        problems.ShouldNotContain(problem => problem.Entry.Code == "AZR6077");
    }

    [Fact]
    public async Task Run_AnotherSigner_IsRefusedByFingerprintUntilTrusted()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signer = BundleSigner.Of(other);
        Sign(Manifest(), other);

        var problem = (await VerifyAsync()).Problems.ShouldHaveSingleItem();
        problem.Entry.Code.ShouldBe("AZR6074");
        problem.Detail.ShouldContain(signer.Fingerprint);

        (await VerifyAsync(signer.Fingerprint)).Problems.ShouldBeEmpty();
        (await VerifyAsync()).Problems.ShouldHaveSingleItem("a fingerprint given once is for that time");
        await _signers.TrustAsync(signer, "head office", default);
        (await VerifyAsync()).SignerName.ShouldBe("head office");
        (await _signers.ForgetAsync(signer.Fingerprint, default)).ShouldBeTrue();
        (await VerifyAsync()).SignerName.ShouldBeNull();
    }

    [Fact]
    public async Task Run_ManifestEditedInPlace_IsNamedAltered()
    {
        var envelope = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(ManifestPath))!;
        var payload = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String((string)envelope["payload"]!)).Replace("owner@contoso", "nobody@contos", StringComparison.Ordinal);
        envelope["payload"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(payload));
        File.WriteAllText(ManifestPath, envelope.ToJsonString());

        (await VerifyAsync()).Problems.ShouldHaveSingleItem().Entry.Code.ShouldBe("AZR6073");
    }

    [Fact]
    public async Task Run_TruncatedManifest_SaysSo()
    {
        File.WriteAllBytes(ManifestPath, File.ReadAllBytes(ManifestPath)[..200]);

        var failure = await Should.ThrowAsync<CataloguedException>(() => VerifyAsync());

        failure.Entry.ShouldBe(ErrorCatalogue.BundleManifestUnreadable);
        failure.Detail.ShouldContain("cut off");
    }

    [Fact]
    public async Task Run_EmptyOrAbsentFolder_SaysWhatIsMissing()
    {
        File.Delete(ManifestPath);

        (await Should.ThrowAsync<CataloguedException>(() => VerifyAsync())).Entry.ShouldBe(ErrorCatalogue.BundleNotFound);
        (await Should.ThrowAsync<CataloguedException>(() => new BundleVerification(_signers).RunAsync("/no/such/folder", null, null, default))).Detail.ShouldContain("There is no folder");
    }

    [Fact]
    public void Own_KeyAtRest_IsEncryptedAndTheSameEachTime()
    {
        var path = Path.Combine(_data.Data.Operator, "bundle-signing.key");
        using var key = _signers.OpenKey();
        var stored = File.ReadAllBytes(path);

        _signers.Own().ShouldBe(BundleSigner.Of(key));
        stored.AsSpan().IndexOf(key.ExportParameters(includePrivateParameters: true).D).ShouldBe(-1);
        new BundleSigners(_data.Data, TimeProvider.System).Own().ShouldBe(_signers.Own());
    }

    private string ManifestPath => Path.Combine(_stick.FullName, "manifest.json");

    private Task<BundleReport> VerifyAsync(string? trusted = null) => new BundleVerification(_signers).RunAsync(_stick.FullName, trusted, null, default);

    private string PlaceOf(BundleFile file) => Path.Combine(_stick.FullName, file.Path);

    private void Sign(BundleManifest manifest, ECDsa key) => File.WriteAllBytes(ManifestPath, BundleManifestCodec.Encode(manifest, key));

    private BundleFile Put(byte[] content)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        var file = new BundleFile(BundleFile.PathOf(sha256), sha256, content.Length);
        Directory.CreateDirectory(Path.GetDirectoryName(PlaceOf(file))!);
        File.WriteAllBytes(PlaceOf(file), content);
        return file;
    }

    private BundleManifest Manifest() => new()
    {
        FormatVersion = 1,
        Created = new DateTimeOffset(2026, 11, 22, 21, 0, 0, TimeSpan.Zero),
        CreatedBy = "azsreg 1.0.0",
        Source = new BundleSource("Local", "https://localhost/", "/subscriptions/s", "c", "owner@contoso.onmicrosoft.com"),
        Products = [],
        Files = [_small, _large],
    };
}
