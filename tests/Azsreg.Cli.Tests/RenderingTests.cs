using Azsreg.Cli.Rendering;

namespace Azsreg.Cli.Tests;

public sealed class RenderingTests
{
    private static readonly Style Plain = new(colour: false);
    private static readonly Style Coloured = new(colour: true);

    [Fact]
    public void Table_ColumnsOfSeveralWidths_AlignsThem()
    {
        var table = new Table("Name", Column.Right("Items"), "State")
            .Add("short", "7", "active")
            .Add("a longer one", "1,024", "");

        Written(writer => table.Write(writer, Plain)).ShouldBe(
            """
            Name          Items  State
            short             7  active
            a longer one  1,024

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Table_WideCharacters_AlignsByColumnsOfTheTerminal()
    {
        var table = new Table("Name", "State").Add("契約", "on").Add("plain", "on");

        Written(writer => table.Write(writer, Plain)).ShouldBe("Name   State\n契約   on\nplain  on\n");
    }

    [Fact]
    public void Table_ColouredCells_AlignsAsWithout()
    {
        var table = new Table("State", "Name").Add(Cell.Good("on"), "a");

        Written(writer => table.Write(writer, Coloured)).ShouldBe("\e[2mState\e[0m  \e[2mName\e[0m\n\e[32mon\e[0m     a\n");
    }

    [Fact]
    public void Table_CellWithEscapeSequence_CannotPaint()
    {
        var table = new Table("Name").Add("\e[31mred\r");

        Written(writer => table.Write(writer, Coloured)).ShouldNotContain("\e[31m");
    }

    [Fact]
    public void Block_NamesOfSeveralLengths_AlignsValues()
    {
        var block = new Block("  ").Add("a", "1").Add("longer", Cell.Good("2"));

        Written(writer => block.Write(writer, Plain)).ShouldBe("  a       1\n  longer  2\n");
    }

    [Fact]
    public void Progress_NotATerminal_WritesOneLineAStep()
    {
        var clock = new SettableClock();
        var text = Written(writer =>
        {
            using var progress = new StepProgress(writer, Plain, redraws: false, 80, clock);
            using (var step = progress.Begin("signed in"))
            {
                step.Update("asking");
                clock.Advance(TimeSpan.FromMilliseconds(120));
                step.Succeed("owner@contoso.onmicrosoft.com");
            }

            using (var step = progress.Begin("provider"))
            {
                step.FindInPlace("registered already");
            }

            using (progress.Begin("activation"))
            {
                clock.Advance(TimeSpan.FromSeconds(61.3));
            }
        });

        text.ShouldBe(
            "  ✓ signed in                     owner@contoso.onmicrosoft.com          120 ms\n"
            + "  = provider                      registered already                       0 ms\n"
            + "  ✗ activation                    failed                                 61.3 s\n");
        text.Split('\n').ShouldAllBe(line => line.Length <= 80);
    }

    [Fact]
    public void Progress_OnATerminal_DrawsTheRunningStepInPlace()
    {
        var clock = new SettableClock();
        var text = Written(writer =>
        {
            using var progress = new StepProgress(writer, Plain, redraws: true, 80, clock);
            using var step = progress.Begin("activation", "running");
            step.Update("action 7c1");
            step.Succeed("active");
        });

        text.ShouldBe(
            "\r\e[K  ⠋ activation                    running"
            + "\r\e[K  ⠋ activation                    action 7c1"
            + "\r\e[K  ✓ activation                    active                                   0 ms\n");
    }

    [Fact]
    public void Progress_NarrowTerminal_CutsTheRunningLine()
    {
        var text = Written(writer =>
        {
            using var progress = new StepProgress(writer, Plain, redraws: true, 40, new SettableClock());
            using var step = progress.Begin("activation", new string('x', 200));
        });

        text.Split('\r').Where(part => part.Contains('⠋', StringComparison.Ordinal)).ShouldAllBe(part => part.Length < 43);
    }

    [Fact]
    public void Wrap_LongWord_KeepsItWhole()
    {
        var url = new string('u', 100);

        Paragraph.Wrap($"see {url} there", "  ").ShouldBe(["  see", "  " + url, "  there"]);
    }

    private static string Written(Action<TextWriter> write)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        write(writer);
        return writer.ToString();
    }

    private sealed class SettableClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan time) => _ticks += time.Ticks;

        public override long GetTimestamp() => _ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Never();

        private sealed class Never : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
                // Holds nothing.
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
