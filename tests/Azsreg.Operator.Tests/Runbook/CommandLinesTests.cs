using System.Diagnostics;
using Azsreg.Operator.Runbook;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.Operator.Tests.Runbook;

public sealed class CommandLinesTests
{
    [Theory]
    [InlineData("AzS-ERCS01", "AzS-ERCS01")]
    [InlineData(@"AZURESTACK\CloudAdmin", "\"AZURESTACK\\CloudAdmin\"")]
    [InlineData("Contoso Stamps (EA)", "\"Contoso Stamps (EA)\"")]
    [InlineData("<agreement number>", "\"<agreement number>\"")]
    [InlineData("it's", "\"it's\"")]
    [InlineData("50% off", "'50% off'")]
    [InlineData("$HOME", "'$HOME'")]
    [InlineData("", "\"\"")]
    public void Shell_Word_IsQuotedOnlyWhereItMustBe(string word, string expected) => CommandLines.Shell(word).ShouldBe(expected);

    [Theory]
    [InlineData(@"AZURESTACK\CloudAdmin", @"'AZURESTACK\CloudAdmin'")]
    [InlineData("O'Neill $x", "'O''Neill $x'")]
    public void PowerShell_Value_IsInSingleQuotes(string value, string expected) => CommandLines.PowerShell(value).ShouldBe(expected);

    [Fact]
    public async Task Shell_AnyWords_ArriveAtAShellAsTheyAre()
    {
        var words = Gen.Elements("abc \\\"'$`!%&|<>(){}[]*?#~;=^,.@:/-_+\tä".ToCharArray()).ListOf().Select(letters => string.Concat(letters)).Sample(200)
            .Concat([@"a\", @"a\\b", "''", "!!", "`id`", "$(id)", "-n", "\"a\""]).ToArray();
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true, RedirectStandardInput = true };
        using var shell = Process.Start(start)!;
        foreach (var word in words) await shell.StandardInput.WriteAsync($"printf '%s\\0' {CommandLines.Shell(word)}\n");
        shell.StandardInput.Close();
        var arrived = (await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\0')[..^1];
        arrived.ShouldBe(words);
    }
}
