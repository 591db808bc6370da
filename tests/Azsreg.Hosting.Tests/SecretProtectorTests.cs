using Azsreg.Protocol;

namespace Azsreg.Hosting.Tests;

public sealed class SecretProtectorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SecretProtector _protector;

    public SecretProtectorTests() => _protector = SecretProtector.Open(_folder.Data);

    public void Dispose()
    {
        _protector.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Unprotect_SamePurpose_GivesTheTextBack() =>
        _protector.Unprotect(_protector.Protect(new Secret("häßlich"), "a"), "a").Reveal().ShouldBe("häßlich");

    [Fact]
    public void Unprotect_OpenedAgain_GivesTheTextBack()
    {
        var kept = _protector.Protect(new Secret("text"), "a");

        using var again = SecretProtector.Open(_folder.Data);

        again.Unprotect(kept, "a").Reveal().ShouldBe("text");
    }

    [Fact]
    public void Protect_SameTextTwice_LooksDifferent() =>
        _protector.Protect(new Secret("text"), "a").ShouldNotBe(_protector.Protect(new Secret("text"), "a"));

    [Fact]
    public void Unprotect_OtherPurpose_IsUnreadable() =>
        Should.Throw<CataloguedException>(() => _protector.Unprotect(_protector.Protect(new Secret("text"), "a"), "b"))
            .Entry.Code.ShouldBe("AZR1007");

    [Fact]
    public void Unprotect_OtherFolder_IsUnreadable()
    {
        using var elsewhere = new TemporaryFolder();
        using var other = SecretProtector.Open(elsewhere.Data);

        Should.Throw<CataloguedException>(() => other.Unprotect(_protector.Protect(new Secret("text"), "a"), "a"))
            .Entry.Code.ShouldBe("AZR1007");
    }

    [Fact]
    public void Unprotect_AnyByteAltered_IsUnreadable()
    {
        var kept = _protector.Protect("text"u8, "a");
        for (var index = 0; index < kept.Length; index++)
        {
            var altered = kept.ToArray();
            altered[index] ^= 1;
            Should.Throw<CataloguedException>(() => _protector.Unprotect(altered, "a"), $"byte {index}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("AQ==")]
    [InlineData("no base64!")]
    public void Unprotect_NotSealedText_IsUnreadable(string text) =>
        Should.Throw<CataloguedException>(() => _protector.Unprotect(text, "a")).Entry.Code.ShouldBe("AZR1007");

    [Fact]
    public void Open_KeyFileCutShort_IsUnreadable()
    {
        File.WriteAllBytes(Path.Combine(_folder.Path, "secrets.key"), [1, 2, 3]);

        Should.Throw<CataloguedException>(() => SecretProtector.Open(_folder.Data)).Entry.Code.ShouldBe("AZR1007");
    }

    [Fact]
    public void Open_OnUnix_KeyFileIsForItsOwnerOnly()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // Unix only.
        }

        File.GetUnixFileMode(Path.Combine(_folder.Path, "secrets.key")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
