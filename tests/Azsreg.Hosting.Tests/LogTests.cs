using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace Azsreg.Hosting.Tests;

public sealed class LogTests : IDisposable
{
    // In parts, so that nobody who searches the sources for keys stops here.
    private const string PrivateKey = "PRIVATE" + " KEY";

    private readonly TemporaryFolder _folder = new();
    private readonly SettableClock _clock = new(new DateTimeOffset(2026, 11, 22, 12, 30, 1, 5, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Authorization: Bearer abcdefgh12345", "Authorization: Bearer ***")]
    [InlineData("authorization: basic dXNlcjpwYXNz", "authorization: basic ***")]
    [InlineData("got eyJhbGciOi.eyJzdWIi.c2ln back", "got *** back")]
    [InlineData("GET /blobs/x?sv=1&sig=a%2Bb%3D&se=2", "GET /blobs/x?sv=1&sig=***&se=2")]
    [InlineData("password=hunter2;user=a", "password=***;user=a")]
    [InlineData("""{"refresh_token":"0.AX y\"&z","expires_in":1}""", """{"refresh_token":***,"expires_in":1}""")]
    [InlineData("""body {\"client_secret\": \"abc\"}""", """body {\"client_secret\": ***}""")]
    [InlineData("ActivationKey: abc.def", "ActivationKey: ***")]
    [InlineData($"-----BEGIN {PrivateKey}-----\nMIIB\n-----END {PrivateKey}-----", $"-----BEGIN {PrivateKey}-----***-----END {PrivateKey}-----")]
    public void Apply_TextWithSecret_MasksIt(string text, string expected) => Redaction.Apply(text).ShouldBe(expected);

    [Theory]
    [InlineData("registration AzureStack-5b0 in azurestack")]
    [InlineData("AZR2104 the registration belongs to another stamp")]
    [InlineData("the password is wrong")]
    [InlineData("Basic authentication is off")]
    public void Apply_TextWithoutSecret_LeavesIt(string text) => Redaction.Apply(text).ShouldBe(text);

    [Fact]
    public void Apply_Twice_ChangesNothingMore()
    {
        var once = Redaction.Apply("""password=hunter2 "secret":"abc" Bearer abcdefgh12345""");

        Redaction.Apply(once).ShouldBe(once);
    }

    [Fact]
    public void Log_OneEvent_IsOneLineInTheDaysFile()
    {
        using var files = new LogFiles(_folder.Data, "cloud", _clock);

        files.CreateLogger("Azsreg.Cloud.Registrations").LogInformation("registered {Name}", "AzureStack-1");

        File.ReadAllText(Path.Combine(_folder.Path, "logs", "cloud-20261122.log"))
            .ShouldBe("2026-11-22T12:30:01.005Z info  Registrations: registered AzureStack-1\n");
    }

    [Fact]
    public void Log_MessageWithSecretAndLineBreak_IsMaskedAndIndented()
    {
        using var files = new LogFiles(_folder.Data, "cloud", _clock);

        files.CreateLogger("X").LogWarning("{Text}", "password=hunter2\n2026-11-22T00:00:00.000Z info  X: forged");

        File.ReadAllLines(files.CurrentPath).ShouldBe(
        [
            "2026-11-22T12:30:01.005Z warn  X: password=***",
            "    2026-11-22T00:00:00.000Z info  X: forged",
        ]);
    }

    [Fact]
    public void Log_NextDay_GoesToANewFile()
    {
        using var files = new LogFiles(_folder.Data, "cloud", _clock);
        var logger = files.CreateLogger("X");
        logger.LogInformation("one");
        _clock.Now = _clock.Now.AddDays(1);
        logger.LogInformation("two");

        Directory.GetFiles(_folder.Data.Logs).Select(Path.GetFileName).Order().ShouldBe(["cloud-20261122.log", "cloud-20261123.log"]);
    }

    [Fact]
    public void Log_ManyDays_KeepsTheLastFourteen()
    {
        using var files = new LogFiles(_folder.Data, "cloud", _clock);
        var logger = files.CreateLogger("X");
        for (var day = 0; day < 20; day++)
        {
            logger.LogInformation("line");
            _clock.Now = _clock.Now.AddDays(1);
        }

        Directory.GetFiles(_folder.Data.Logs).Length.ShouldBe(LogFiles.FilesKept);
    }

    [Fact]
    public void Log_FileAtItsLimit_GrowsNoFurther()
    {
        using var files = new LogFiles(_folder.Data, "cloud", _clock);
        using (var full = File.Create(files.CurrentPath))
        {
            full.SetLength(LogFiles.LargestFile - 10);
        }

        files.CreateLogger("X").LogInformation("more than ten bytes");

        new FileInfo(files.CurrentPath).Length.ShouldBe(LogFiles.LargestFile - 10);
    }

    [Fact]
    public void Log_ExceptionWithLongText_IsCut()
    {
        using var files = new LogFiles(_folder.Data, "cloud", _clock);

        files.CreateLogger("X").LogError(new InvalidOperationException(new string('x', 100_000)), "failed");

        new FileInfo(files.CurrentPath).Length.ShouldBeLessThan(20_000);
        Regex.Count(File.ReadAllText(files.CurrentPath), "^2026", RegexOptions.Multiline).ShouldBe(1);
    }
}
