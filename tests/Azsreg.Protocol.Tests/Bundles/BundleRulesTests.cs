namespace Azsreg.Protocol.Tests.Bundles;

/// <summary>A manifest may be signed well and still say what no bundle can say.</summary>
public sealed class BundleRulesTests
{
    private static readonly BundleManifest Whole = SampleBundle.Manifest();

    [Fact]
    public void Check_WholeManifest_FindsNothing() => BundleRules.Check(Whole).ShouldBeEmpty();

    [Theory]
    [InlineData("../../root/.ssh/authorized_keys", "climbs out")]
    [InlineData("/etc/cron.d/x", "absolute")]
    [InlineData("C:/x", "drive")]
    [InlineData("content\\x", "backslash")]
    [InlineData("content/aux.vhd", "reserved")]
    public void Check_PathOutOfTheFolder_IsNamed(string path, string why)
    {
        var problem = BundleRules.Check(With(new BundleFile(path, Hash('1'), 1))).ShouldHaveSingleItem();

        problem.Entry.Code.ShouldBe("AZR6075");
        problem.Subject.ShouldBe(path);
        problem.Detail.ShouldContain(why);
    }

    [Fact]
    public void Check_NamesThatDifferInCaseAlone_AreNamed() => BundleRules
        .Check(With(new BundleFile("content/a", Hash('1'), 1), new BundleFile("CONTENT/A", Hash('2'), 1)))
        .ShouldHaveSingleItem().Detail.ShouldContain("letter case");

    [Fact]
    public void Check_FileThatIsAFolderToo_IsNamed() => BundleRules
        .Check(With(new BundleFile("extra", Hash('1'), 1), new BundleFile("Extra/x", Hash('2'), 1)))
        .ShouldHaveSingleItem().Detail.ShouldContain("as a file and as a folder");

    [Fact]
    public void Check_TheManifestItself_IsNoContent() => BundleRules.Check(With(new BundleFile("Manifest.json", Hash('1'), 1))).ShouldHaveSingleItem().Entry.Code.ShouldBe("AZR6075");

    [Fact]
    public void Check_ContentTwice_IsNamed() => BundleRules.Check(With(new BundleFile("other", SampleBundle.Package, 4))).ShouldHaveSingleItem().Detail.ShouldContain("twice");

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void Check_SizeThatCannotBe_IsNamed(long size) => BundleRules.Check(With(new BundleFile("x", Hash('1'), size))).ShouldHaveSingleItem().Detail.ShouldContain("bytes");

    [Fact]
    public void Check_ContentThatIsNotThere_IsNamed() => BundleRules
        .Check(Whole with { Files = [Whole.Files[0]] }).ShouldHaveSingleItem().Detail.ShouldContain(SampleBundle.Archive);

    [Fact]
    public void Check_ContentElsewhere_IsNamed()
    {
        // An address of somebody's own in the place of content would have the stamp fetch from there.
        var product = Whole.Products[0] with { Details = new ExtendedProduct("https://evil.example/x.azpkg", "virtualMachineExtension", new()) };

        BundleRules.Check(Whole with { Products = [product] }).ShouldHaveSingleItem().Detail.ShouldContain("not in the bundle");
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("a?b")]
    public void Check_NameThatIsNoProducts_IsNamed(string name) => BundleRules
        .Check(Whole with { Products = [Whole.Products[0] with { Name = name }] }).ShouldHaveSingleItem().Detail.ShouldContain("no product's name");

    [Fact]
    public void Check_TooManyFiles_SaysHowManyAreRead() => BundleRules
        .Check(Whole with { Files = new BundleFile[BundleRules.MaxFiles + 1] }).ShouldHaveSingleItem().Detail.ShouldContain("200001");

    private static BundleManifest With(params BundleFile[] files) => Whole with { Files = [.. Whole.Files, .. files] };

    private static string Hash(char digit) => new(digit, 64);
}
