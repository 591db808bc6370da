using Azsreg.Remoting;
using Azsreg.Remoting.Client;
using Azsreg.Stamp.Tests.Fakes;

namespace Azsreg.Stamp.Tests.PrivilegedEndpoint;

public sealed class CloseCommandTests : IAsyncLifetime
{
    private TestStamp stamp = null!;

    public async ValueTask InitializeAsync() => stamp = await TestStamp.StartAsync();

    public ValueTask DisposeAsync() => stamp.DisposeAsync();

    [Fact]
    public async Task ClosePrivilegedEndpoint_Share_HandsOutEndedSessionsAndKeepsItsOwn()
    {
        await stamp.InvokeAsync(new RemoteCommand("Get-AzureStackStampInformation"));

        var result = await stamp.InvokeAsync(Command(@"\\fileserver\transcripts\today")
            .With("Credential", new RemoteCredential(@"fileserver\operator", new SecureText("share-password-4711"))));

        var told = result.Output.ShouldHaveSingleItem().ShouldBeOfType<RemoteObject>();
        var folder = Path.Combine(stamp.Folder, "exports", "fileserver", "transcripts", "today");
        told["Destination"].ShouldBe(folder);
        told["StillOpen"].ShouldBe(1);
        var files = Directory.GetFiles(folder);
        files.Length.ShouldBe(2);
        var text = string.Concat(files.Select(File.ReadAllText));
        text.ShouldContain("Command: Get-AzureStackStampInformation");
        text.ShouldContain(@"-Credential fileserver\operator:***");
        text.ShouldNotContain("share-password-4711");
        Directory.GetFiles(Path.Combine(stamp.Folder, "transcripts")).Length.ShouldBe(1);
    }

    [Fact]
    public async Task ClosePrivilegedEndpoint_Again_HandsOutTheRestOfTheFormerOne()
    {
        await stamp.InvokeAsync(Command("first"));

        await stamp.InvokeAsync(Command("second"));

        var former = Path.GetFileName(Directory.GetFiles(Path.Combine(stamp.Folder, "exports", "first")).ShouldHaveSingleItem());
        File.ReadAllText(Path.Combine(stamp.Folder, "exports", "second", former)).ShouldContain("SessionClosed");
        File.Exists(Path.Combine(stamp.Folder, "transcripts", former)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("/etc")]
    [InlineData("../outside")]
    [InlineData(@"\\server\share\..\..\up")]
    [InlineData(@"\\server")]
    [InlineData("a/.hidden")]
    [InlineData("new\nline")]
    public async Task ClosePrivilegedEndpoint_ElsewhereThanTheExportFolder_IsRefused(string destination)
    {
        var error = (await stamp.InvokeAsync(Command(destination))).Errors.ShouldHaveSingleItem();

        error.FullyQualifiedErrorId.ShouldBe("ExportRefused,Close-PrivilegedEndpoint");
        error.Message.ShouldStartWith("AZR4020 the stamp may not write there: ");
        Directory.Exists(Path.Combine(stamp.Folder, "exports")).ShouldBeFalse();
    }

    [Fact]
    public async Task ClosePrivilegedEndpoint_LinkInTheExportFolder_IsRefused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making a link needs a right there.");
        var exports = Directory.CreateDirectory(Path.Combine(stamp.Folder, "exports"));
        File.CreateSymbolicLink(Path.Combine(exports.FullName, "way-out"), Path.GetTempPath());

        (await stamp.InvokeAsync(Command("way-out/x"))).Errors.ShouldHaveSingleItem().Message.ShouldEndWith("'way-out' is a link.");
    }

    [Fact]
    public async Task ClosePrivilegedEndpoint_FolderThatCannotBeWritten_LosesNoTranscript()
    {
        await stamp.InvokeAsync(new RemoteCommand("Get-AzureStackStampInformation"));
        await File.WriteAllTextAsync(Path.Combine(stamp.Folder, "exports"), "a file stands where the folder should be");

        var error = (await stamp.InvokeAsync(Command("x"))).Errors.ShouldHaveSingleItem();

        error.FullyQualifiedErrorId.ShouldBe("ExportFailed,Close-PrivilegedEndpoint");
        Directory.GetFiles(Path.Combine(stamp.Folder, "transcripts")).Length.ShouldBe(2);
    }

    private static RemoteCommand Command(string destination) => new RemoteCommand("Close-PrivilegedEndpoint").With("TranscriptsPathDestination", destination);
}
