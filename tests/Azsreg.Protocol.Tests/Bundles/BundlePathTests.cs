using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.Protocol.Tests.Bundles;

public sealed class BundlePathTests
{
    [Theory]
    [InlineData("content/9f/9f86d081")]
    [InlineData("a")]
    [InlineData("a.b/c-d_e")]
    [InlineData("com/common.vhd")]
    public void Refusal_PathWithin_IsNull(string path) => BundlePath.Refusal(path).ShouldBeNull();

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("../secrets.key", "climbs out")]
    [InlineData("content/../../x", "climbs out")]
    [InlineData("content/./x", "climbs out")]
    [InlineData("/etc/passwd", "is absolute")]
    [InlineData("//server/share", "is absolute")]
    [InlineData("C:/Windows/x", "names a drive")]
    [InlineData("c:x", "names a drive")]
    [InlineData("..\\..\\x", "backslash")]
    [InlineData("\\\\server\\share", "backslash")]
    [InlineData("content//x", "empty part")]
    [InlineData("content/", "empty part")]
    [InlineData("content/x.", "Windows drops")]
    [InlineData("content /x", "Windows drops")]
    [InlineData("...", "Windows drops")]
    [InlineData("nul", "reserved Windows name")]
    [InlineData("content/NUL.vhd", "reserved Windows name")]
    [InlineData("content/com1", "reserved Windows name")]
    [InlineData("lpt9.tar.gz", "reserved Windows name")]
    [InlineData("CONIN$", "reserved Windows name")]
    [InlineData("a/b:stream", "other than letters")]
    [InlineData("a\0b", "other than letters")]
    [InlineData("a\nb", "other than letters")]
    [InlineData("com\u00B9", "other than letters")]
    [InlineData("caf\u00E9", "other than letters")]
    [InlineData("a*b", "other than letters")]
    [InlineData("1/2/3/4/5/6/7/8/9", "deeper than")]
    public void Refusal_PathThatIsNotSafe_SaysWhy(string path, string why) => BundlePath.Refusal(path).ShouldNotBeNull().ShouldContain(why);

    [Fact]
    public void Refusal_TooLong_SaysSo() => BundlePath.Refusal(new string('a', BundlePath.MaxLength + 1)).ShouldNotBeNull().ShouldContain("longer than");

    [Fact]
    public void Refusal_AnyPathLetPass_StaysInTheFolderOnBothSystems()
    {
        var alphabet = Gen.Elements("..", ".", "/", "\\", ":", "C", "nul", "con", "a", "b.vhd", " ", "$", "-", "\u2024", "%2e", "\0");
        var paths = from length in Gen.Choose(0, 8) from parts in alphabet.ArrayOf(length) select string.Concat(parts);
        Prop.ForAll(paths.ToArbitrary(), path =>
        {
            if (BundlePath.Refusal(path) is not null) return true;
            var full = Path.GetFullPath(Path.Combine("/bundle", path));
            return full.StartsWith("/bundle/", StringComparison.Ordinal) && full == "/bundle/" + path && !path.Contains('\\', StringComparison.Ordinal) && !path.Contains(':', StringComparison.Ordinal);
        }).CheckSeeded();
    }
}
