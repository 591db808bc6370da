using Azsreg.Cli.Verbs;
using Azsreg.Protocol;
using Azsreg.Remoting.Client;

namespace Azsreg.Cli.Tests;

public sealed class PepLineTests
{
    [Fact]
    public void Parse_NameValueSwitch_GoOutAsTheyWereTyped() => Arguments("New-Thing -A 1 -Force -B:x y").ShouldBe(
    [
        ("-A", null), (null, "1"), ("-Force", null), ("-B:", "x"), (null, "y"),
    ]);

    [Fact]
    public void Parse_Quotes_AreOneValue() => Arguments("""New-Thing -A 'it''s one' -B:"two `"words`"" -C:'x y'""").ShouldBe(
    [
        ("-A", null), (null, "it's one"), ("-B:", "two \"words\""), ("-C:", "x y"),
    ]);

    [Fact]
    public void Parse_Commas_AreAList() =>
        PepLine.Parse("Get-Command -Name New-*, 'Get-Job' ,x", NoQuestion)[0].Parameters[1].Value.ShouldBe(new List<object?> { "New-*", "Get-Job", "x" });

    [Fact]
    public void Parse_TruthAndNothing_AreValues() =>
        PepLine.Parse("X -A:$true -B:$False -C:$null", NoQuestion)[0].Parameters.Select(parameter => parameter.Value).ShouldBe([true, false, null]);

    [Fact]
    public void Parse_NegativeNumber_IsAValue() => Arguments("X -A -5").ShouldBe([("-A", null), (null, "-5")]);

    [Fact]
    public void Parse_Share_IsAValue() => Arguments(@"X \\server\share").ShouldBe([(null, @"\\server\share")]);

    [Fact]
    public void Parse_Pipeline_IsEveryCommand() =>
        PepLine.Parse("Get-Job | Select-Object -First 1|Out-Default # all of it", NoQuestion).Select(command => command.Name).ShouldBe(["Get-Job", "Select-Object", "Out-Default"]);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("# only a comment")]
    public void Parse_NothingToDo_IsNoCommand(string line) => PepLine.Parse(line, NoQuestion).ShouldBeEmpty();

    [Fact]
    public void Parse_GetCredential_IsAsked()
    {
        List<string> asked = [];

        var value = PepLine.Parse(@"X -Credential (Get-Credential FS\op)", question =>
        {
            asked.Add(question);
            return "answer";
        })[0].Parameters[1].Value;

        value.ShouldBe("answer");
        asked.ShouldBe([@"Get-Credential FS\op"]);
    }

    [Theory]
    [InlineData("$x = 1")]
    [InlineData("X $y")]
    [InlineData("X -A:$env:PATH")]
    [InlineData("X \"$y\"")]
    [InlineData("X (Get-Date)")]
    [InlineData("X; Y")]
    [InlineData("X { 1 }")]
    [InlineData("X @{a=1}")]
    [InlineData("X > file")]
    [InlineData("& X")]
    [InlineData("X 'open")]
    [InlineData("X |")]
    [InlineData("| X")]
    [InlineData("X || Y")]
    [InlineData("-A 1")]
    [InlineData("X a,")]
    [InlineData("X , a")]
    [InlineData("X -A:")]
    [InlineData("X (Get-Credential a")]
    public void Parse_WhatNeedsALanguage_IsRefused(string line) =>
        Should.Throw<CataloguedException>(() => PepLine.Parse(line, NoQuestion)).Entry.Code.ShouldBe("AZR4022");

    [Fact]
    public void Parse_AnyCharacters_IsCommandsOrARefusal()
    {
        const string alphabet = "aX-:'\"`,|$(){}@;#= \\\t0";
        var random = new Random(4022);
        for (var i = 0; i < 20_000; i++)
        {
            var line = string.Concat(Enumerable.Range(0, random.Next(24)).Select(_ => alphabet[random.Next(alphabet.Length)]));
            try
            {
                PepLine.Parse(line, question => question).ShouldAllBe(command => command.Name.Length > 0);
            }
            catch (CataloguedException refused)
            {
                refused.Entry.Code.ShouldBe("AZR4022", line);
            }
        }
    }

    private static IEnumerable<(string? Name, object? Value)> Arguments(string line) =>
        PepLine.Parse(line, NoQuestion).ShouldHaveSingleItem().Parameters.Select(parameter => (parameter.Name, parameter.Value));

    private static object? NoQuestion(string question) => throw new InvalidOperationException(question);
}
