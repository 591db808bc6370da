using System.CommandLine;
using Azsreg.Cli.Shell;
using Azsreg.Protocol;

namespace Azsreg.Cli.Tests;

/// <summary>What becomes of a verb that throws, by way of verbs made for it.</summary>
public sealed class FailureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(FailureKind.Failed, 1)]
    [InlineData(FailureKind.Usage, 2)]
    [InlineData(FailureKind.SignInOrRights, 3)]
    [InlineData(FailureKind.NotFound, 4)]
    [InlineData(FailureKind.Conflict, 5)]
    [InlineData(FailureKind.Unreachable, 6)]
    public async Task Catalogued_OfAKind_IsItsExitCode(FailureKind kind, int exitCode)
    {
        var entry = new ErrorEntry("AZR9001", kind, "what", "Why.", "Fix.");

        (await RunAsync(new CataloguedException(entry, "Detail."))).ExitCode.ShouldBe(exitCode);
    }

    [Fact]
    public async Task Catalogued_WithCommands_IsOneParagraph()
    {
        var failure = new CataloguedException(
            ErrorCatalogue.RegistrationOfAnotherStamp,
            "'AzureStackRegistration' in azurestack is bound to cloud id 91d; this stamp is 5b0.",
            ["azsreg registration set --stamp AzS-ERCS01 --registration-name AzureStack-5b0"]);

        (await RunAsync(failure)).ShouldBe(new CliRun(
            5,
            "",
            """
            azsreg: AZR2104 the registration belongs to another stamp
              'AzureStackRegistration' in azurestack is bound to cloud id 91d; this stamp is
              5b0.
              A registration keeps its cloud id for good.
              Use another name with --registration-name; AzureStack-{cloud id} is always
              free for its own stamp.
                azsreg registration set --stamp AzS-ERCS01 --registration-name AzureStack-5b0
              More: azsreg explain AZR2104

            """.ReplaceLineEndings("\n")));
    }

    [Fact]
    public async Task Catalogued_DetailOfLines_KeepsItsLines()
    {
        var run = await RunAsync(new CataloguedException(ErrorCatalogue.BillingRulesBroken, "One.\nTwo."));

        run.Error.ShouldContain("\n  One.\n  Two.\n");
    }

    [Fact]
    public async Task Catalogued_DetailWithControlCharactersAndSecret_IsHarmless()
    {
        var run = await RunAsync(new CataloguedException(ErrorCatalogue.AzureRefused, "said \e[2J and password=hunter2"));

        run.Error.ShouldNotContain("\e");
        run.Error.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task Run_ArmException_IsAzuresRefusalInItsOwnWords()
    {
        var run = await RunAsync(new ArmException(409, new ArmError("ScopeLocked", "The scope is locked.")));

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("AZR2109");
        run.Error.ShouldContain("ScopeLocked: The scope is locked.");
    }

    [Fact]
    public async Task Run_UnforeseenFailure_NamesTheLogFileAndShowsNoStack()
    {
        var run = await RunAsync(new InvalidOperationException("it broke"));

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldStartWith("azsreg: AZR1000 something went wrong that azsreg does not know\n  it broke. The log file is");
        run.Error.ShouldNotContain("   at ");
        var log = Directory.GetFiles(Path.Combine(_folder.Path, "logs")).Single();
        (await File.ReadAllTextAsync(log)).ShouldContain("System.InvalidOperationException: it broke");
    }

    [Fact]
    public async Task Unforeseen_Verbose_ShowsTheStack()
    {
        var run = await RunAsync(new InvalidOperationException("it broke"), "--verbose");

        run.Error.ShouldContain("System.InvalidOperationException: it broke");
        run.Error.ShouldContain("   at ");
    }

    [Fact]
    public async Task Run_Interrupted_Exits130()
    {
        using var interrupt = new CancellationTokenSource();
        await interrupt.CancelAsync();

        var run = await new CliSetting { Interrupt = interrupt.Token }.RunAsync(
            [Throwing(new OperationCanceledException(interrupt.Token))], ["fail", "--data", _folder.Path]);

        run.ShouldBe(new CliRun(130, "", "azsreg: interrupted\n"));
    }

    [Fact]
    public async Task Run_TimedOutWithoutInterrupt_IsAFailure() =>
        (await RunAsync(new TaskCanceledException("The request timed out."))).ExitCode.ShouldBe(1);

    private static VerbGroup Throwing(Exception exception) =>
        new("Test", [new VerbEntry("fail", "Fails", () => new Verb("fail", "Fails.", "azsreg fail", (_, _, _) => throw exception))]);

    private Task<CliRun> RunAsync(Exception exception, params string[] more) =>
        new CliSetting().RunAsync([Throwing(exception)], ["fail", "--data", _folder.Path, .. more]);
}
