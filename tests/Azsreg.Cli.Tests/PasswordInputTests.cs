using Azsreg.Cli.Shell;

namespace Azsreg.Cli.Tests;

public sealed class PasswordInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("pass word\n", "pass word")]
    [InlineData("pass word\r\nrest", "pass word")]
    [InlineData("pass word", "pass word")]
    [InlineData(" blanks \n", " blanks ")]
    public async Task Read_FromStandardInput_IsTheFirstLine(string input, string expected) =>
        (await RunAsync(new CliSetting { Input = input }, "--password-stdin")).Out.ShouldBe($"[{expected}]\n");

    [Fact]
    public async Task Read_FromAFile_IsTheFirstLineWithoutMark()
    {
        var file = Path.Combine(_folder.Path, "password");
        await File.WriteAllTextAsync(file, "häßlich\r\n", new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        (await RunAsync(new CliSetting(), "--password-file", file)).Out.ShouldBe("[häßlich]\n");
    }

    [Fact]
    public async Task Read_AtATerminal_AsksOnStandardError()
    {
        var run = await RunAsync(new CliSetting { Typed = "typed" });

        run.Out.ShouldBe("[typed]\n");
        run.Error.ShouldBe("Password of X: \n");
    }

    [Fact]
    public async Task Read_NobodyThere_NamesTheOptions()
    {
        var run = await RunAsync(new CliSetting());

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("AZR1011");
        run.Error.ShouldContain("--password-stdin or --password-file FILE");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    public async Task Read_Empty_IsRefused(string input) =>
        (await RunAsync(new CliSetting { Input = input }, "--password-stdin")).ExitCode.ShouldBe(2);

    [Fact]
    public async Task Read_FileMissing_NamesIt()
    {
        var run = await RunAsync(new CliSetting(), "--password-file", "/nowhere/password");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("/nowhere/password");
    }

    [Fact]
    public async Task Read_BothOptions_IsRefused() =>
        (await RunAsync(new CliSetting { Input = "x" }, "--password-stdin", "--password-file", "y")).Error.ShouldContain("not both");

    [Theory]
    [InlineData("y", true)]
    [InlineData("YES", true)]
    [InlineData("", false)]
    [InlineData("n", false)]
    public async Task Confirmation_AtATerminal_TakesAPlainYesOnly(string answer, bool expected) =>
        (await ConfirmAsync(new CliSetting { Typed = "", Input = answer }, null)).Out.ShouldBe(expected ? "yes\n" : "no\n");

    [Theory]
    [InlineData("y", false)]
    [InlineData("azs-ercs01", true)]
    public async Task Confirmation_Typed_TakesTheWordOnly(string answer, bool expected) =>
        (await ConfirmAsync(new CliSetting { Typed = "", Input = answer }, "AzS-ERCS01")).Out.ShouldBe(expected ? "yes\n" : "no\n");

    [Fact]
    public async Task Confirmation_YesGiven_DoesNotAsk() => (await ConfirmAsync(new CliSetting(), null, "--yes")).ShouldBe(new CliRun(0, "yes\n", ""));

    [Fact]
    public async Task Confirmation_NobodyThere_IsAUsageError() => (await ConfirmAsync(new CliSetting(), null)).ExitCode.ShouldBe(2);

    private static Task<CliRun> RunAsync(CliSetting setting, params string[] arguments) => setting.RunAsync(
        [
            new("Test",
            [
                new("ask", "Asks", () =>
                {
                    var password = new PasswordInput();
                    var verb = new Verb("ask", "Asks.", "azsreg ask", (context, parsed, _) =>
                    {
                        context.WriteLine($"[{password.Read(context, parsed, "Password of X").Reveal()}]");
                        return Task.CompletedTask;
                    });
                    password.AddTo(verb);
                    return verb;
                }),
            ]),
        ],
        ["ask", .. arguments]);

    private static Task<CliRun> ConfirmAsync(CliSetting setting, string? typed, params string[] arguments) => setting.RunAsync(
        [
            new("Test",
            [
                new("ask", "Asks", () =>
                {
                    var confirmation = new Confirmation();
                    var verb = new Verb("ask", "Asks.", "azsreg ask", (context, parsed, _) =>
                    {
                        context.WriteLine(confirmation.Ask(context, parsed, "Sure?", typed) ? "yes" : "no");
                        return Task.CompletedTask;
                    });
                    confirmation.AddTo(verb);
                    return verb;
                }),
            ]),
        ],
        ["ask", .. arguments]);
}
