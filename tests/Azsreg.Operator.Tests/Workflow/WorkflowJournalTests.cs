using System.Text;
using Azsreg.Operator.Workflow;
using Azsreg.Protocol;
using Azsreg.Tests.Shared;
using FsCheck;
using FsCheck.Fluent;

namespace Azsreg.Operator.Tests.Workflow;

public sealed class WorkflowJournalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("azsreg-journal-").FullName;
    private readonly SkippingClock _clock = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Open_SecondRunAtTheSameTime_IsToldThatOneIsRunning()
    {
        using var first = Open();

        var failure = Should.Throw<CataloguedException>(() => Open());

        failure.Entry.ShouldBe(ErrorCatalogue.CommandAlreadyRunning);
        failure.Entry.Kind.ShouldBe(FailureKind.Conflict);
    }

    [Fact]
    public void Open_OtherTarget_IsAnotherJournal()
    {
        using var first = Open("stamp-1");
        using var second = Open("stamp-2");

        first.Acting("a");

        second.MemoryOf("a").Phase.ShouldBe(StepPhase.Untouched);
    }

    [Fact]
    public void Open_LeftUnfinished_RemembersPhasesAndFacts()
    {
        using (var journal = Open())
        {
            journal.Acting("a");
            journal.Note("a", "id", "42");
            journal.Acted("a");
            journal.Acting("b");
        }

        using var resumed = Open();

        resumed.ResumedFrom.ShouldBe(_clock.GetUtcNow());
        resumed.MemoryOf("a").Phase.ShouldBe(StepPhase.Acted);
        resumed.MemoryOf("a")["id"].ShouldBe("42");
        resumed.MemoryOf("b").Phase.ShouldBe(StepPhase.Acting);
        resumed.HasEffects.ShouldBeTrue();
    }

    [Fact]
    public void Append_LineInTheFile_IsTheDocumentedJson()
    {
        using (var journal = Open())
            journal.Note("bridge", "objectId", "42");

        File.ReadAllLines(Directory.EnumerateFiles(_folder).Single()).ShouldBe(
        [
            """{"event":"started","at":"2026-01-02T03:04:05+00:00","workflow":"w","target":"stamp-1"}""",
            """{"event":"noted","at":"2026-01-02T03:04:05+00:00","step":"bridge","facts":{"objectId":"42"}}""",
        ]);
    }

    [Fact]
    public void Close_ThenOpen_StartsAfreshAndKeepsTheOldOneAside()
    {
        using (var journal = Open())
        {
            journal.Acting("a");
            journal.Close("finished");
        }

        using var next = Open();

        next.ResumedFrom.ShouldBeNull();
        next.MemoryOf("a").Phase.ShouldBe(StepPhase.Untouched);
        Directory.EnumerateFiles(_folder, "*.closed.jsonl").Count().ShouldBe(1);
    }

    [Fact]
    public void Open_KilledBetweenClosingAndPuttingAside_StartsAfresh()
    {
        using (var journal = Open())
        {
            journal.Acting("a");
            journal.Close("finished");
        }

        var closed = Directory.EnumerateFiles(_folder, "*.closed.jsonl").Single();
        var name = Path.GetFileName(closed);
        File.Move(closed, Path.Combine(_folder, name[(name.IndexOf('-', StringComparison.Ordinal) + 1)..].Replace(".closed", "", StringComparison.Ordinal)));

        using var next = Open();

        next.ResumedFrom.ShouldBeNull();
    }

    [Fact]
    public void Open_Damaged_IsPutAsideAndStartsAfresh()
    {
        using (var journal = Open()) journal.Acting("a");
        var file = Directory.EnumerateFiles(_folder).Single();
        File.WriteAllText(file, "not json\n" + File.ReadAllText(file));

        using var next = Open();

        next.MemoryOf("a").Phase.ShouldBe(StepPhase.Untouched);
        Directory.EnumerateFiles(_folder, "*.damaged.jsonl").Count().ShouldBe(1);
    }

    [Fact]
    public void Dispose_NothingWritten_LeavesNoFile()
    {
        Open().Dispose();

        Directory.EnumerateFiles(_folder).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.e30.c2ln")]
    [InlineData("long")]
    public void Note_TokenOrSomethingLong_IsRefused(string value)
    {
        using var journal = Open();

        Should.Throw<ArgumentException>(() => journal.Note("a", "fact", value == "long" ? new string('x', 401) : value));

        Directory.EnumerateFiles(_folder).Sum(file => new FileInfo(file).Length).ShouldBe(0);
    }

    [Fact]
    public void Open_TornAtAnyByte_ReadsEveryWholeLineAndGoesOn()
    {
        byte[] whole;
        using (var journal = Open())
        {
            journal.Acting("a");
            journal.Acted("a");
            journal.Acting("b");
        }

        var path = Directory.EnumerateFiles(_folder).Single();
        whole = File.ReadAllBytes(path);

        Prop.ForAll(Gen.Choose(0, whole.Length).ToArbitrary(), cut =>
        {
            File.WriteAllBytes(path, whole[..cut]);
            var lines = whole[..cut].Count(one => one == '\n');
            using (var torn = Open())
            {
                torn.MemoryOf("a").Phase.ShouldBe(lines switch { 0 or 1 => StepPhase.Untouched, 2 => StepPhase.Acting, _ => StepPhase.Acted });
                torn.MemoryOf("b").Phase.ShouldBe(lines >= 4 ? StepPhase.Acting : StepPhase.Untouched);
                torn.Acting("c");
            }

            using (var again = Open()) again.MemoryOf("c").Phase.ShouldBe(StepPhase.Acting);
            return Encoding.UTF8.GetString(File.ReadAllBytes(path)).EndsWith('\n');
        }).CheckSeeded();
    }

    private WorkflowJournal Open(string target = "stamp-1") => WorkflowJournal.Open(_folder, "w", target, _clock);
}
