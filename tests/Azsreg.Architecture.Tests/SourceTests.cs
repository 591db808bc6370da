using System.Text.RegularExpressions;

namespace Azsreg.Architecture.Tests;

public sealed partial class SourceTests
{
    [Fact]
    public void FileNames_Sources_AvoidWordsThatSayNothing() =>
        Repository.Sources.Where(file => Vague().IsMatch(Path.GetFileNameWithoutExtension(file))).ShouldBeEmpty();

    [Fact]
    public void PublicTypes_File_HasOneNamedAfterIt()
    {
        var wrong = new List<string>();
        foreach (var file in Repository.Sources)
        {
            var types = PublicType().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value).Distinct().ToList();
            var name = Path.GetFileNameWithoutExtension(file).Split('.')[0];
            if (types.Count > 1 || (types.Count == 1 && types[0] != name))
                wrong.Add($"{Path.GetRelativePath(Repository.Root, file)}: {string.Join(", ", types)}");
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void FactNames_Tests_SayMethodStateExpectation()
    {
        var wrong = Repository.TestSources
            .SelectMany(file => TestMethod().Matches(File.ReadAllText(file)).Select(match => (file, Name: match.Groups["name"].Value)))
            .Where(test => test.Name.Count(c => c == '_') < 2)
            .Select(test => $"{Path.GetFileName(test.file)}: {test.Name}");

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Sources_WholeTree_LeaveNothingForLater()
    {
        var words = new[] { "TO" + "DO", "FIX" + "ME", "NotImplemented" + "Exception" };

        Repository.Sources.Concat(Repository.TestSources)
            .Where(file => words.Any(File.ReadAllText(file).Contains))
            .ShouldBeEmpty();
    }

    [GeneratedRegex("(Helper|Util|Utils|Utility|Manager|Common)s?$")]
    private static partial Regex Vague();

    // A type at the outermost level of a file-scoped namespace starts its line.
    [GeneratedRegex(@"^public (?:(?:static|sealed|abstract|partial|readonly|ref|unsafe) )*(?:class|struct|interface|enum|record struct|record class|record|delegate \S+) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"\[(?:Fact|Theory)[^\]]*\]\s*(?:\[[^\n]*\]\s*)*public (?:async )?[\w<>.]+ (?<name>\w+)\(")]
    private static partial Regex TestMethod();
}
