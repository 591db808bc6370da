using Azsreg.Cli.Rendering;
using Azsreg.Protocol;

namespace Azsreg.Cli.Tests;

public sealed class TransferProgressTests
{
    private static readonly TransferLine Half = new("a", "Ubuntu Server 22.04 LTS", TransferState.Running)
    {
        Percent = 43, BytesDone = 432L << 20, BytesTotal = 1L << 30, BytesPerSecond = 38 << 20, Left = TimeSpan.FromSeconds(15.4),
    };

    [Fact]
    public void Text_Running_HasEverythingInEightyColumns()
    {
        var text = Half.Text(80);

        text.ShouldBe("Ubuntu Server 22.04 LTS ████▎░░░░░  43%  432 MB of 1.0 GB  38 MB/s  16 s");
        (4 + TextWidth.Of(text)).ShouldBeLessThanOrEqualTo(80);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(200)]
    public void Text_AnyNameAndWidth_NeverWraps(int width)
    {
        foreach (var name in (string[])["", "x", new string('n', 300), "契約契約契約契約契約契約契約契約契約契約契約契約契約契約契約契約契約契約", "\e[31mred"])
            TextWidth.Of((Half with { Name = name }).Text(width)).ShouldBeLessThan(width - 3);
    }

    [Fact]
    public void Text_StateOnly_SaysThatItIsUnderWay() =>
        new TransferLine("a", "Agent", TransferState.Running).Text(80).ShouldEndWith("under way");

    [Fact]
    public void Show_NotATerminal_WritesOneLineAtTheEndOfEach()
    {
        var text = Written(redraws: false, progress =>
        {
            progress.Show(new TransferLine("a", "Agent 1.0", TransferState.Waiting));
            progress.Show(Half with { Id = "a", Name = "Agent 1.0" });
            progress.Show(new TransferLine("a", "Agent 1.0", TransferState.Done) { BytesTotal = 1L << 30 });
            progress.Show(new TransferLine("b", "Blog 2.0", TransferState.InPlace) { Detail = "there already" });
            progress.Show(new TransferLine("c", "Cluster 3.0", TransferState.Failed) { Detail = "AZR6062 the stamp could not download the item" });
        });

        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd()).ShouldBe(
        [
            "  ✓ Agent 1.0                 1.0 GB  0.0 s",
            "  = Blog 2.0                          there already",
            "  ✗ Cluster 3.0             AZR6062 the stamp could not download the item",
        ]);
    }

    [Fact]
    public void Show_Terminal_ErasesExactlyWhatItDrew()
    {
        var text = Written(redraws: true, progress =>
        {
            progress.Show(Half);
            progress.Show(new TransferLine("b", "Blog", TransferState.Waiting));
            progress.Show(Half with { State = TransferState.Done });
            progress.Show(new TransferLine("b", "Blog", TransferState.Done));
        });

        var height = 0;
        foreach (var part in text.Split('\e'))
        {
            if (part.Length > 2 && part[^1] == 'A' && part[0] == '[')
                height.ShouldBe(int.Parse(part[1..^1], System.Globalization.CultureInfo.InvariantCulture));
            height = part.Count(letter => letter == '\n');
        }

        text.ShouldStartWith("\e[?25l");
        text.ShouldEndWith("\e[?25h");
    }

    [Theory]
    [InlineData(0L, "<1 MB")]
    [InlineData(1048575L, "<1 MB")]
    [InlineData(1048576L, "1 MB")]
    [InlineData(1610612736L, "2 GB")]
    [InlineData(32213278208L, "30 GB")]
    [InlineData(null, "-")]
    public void Whole_Sizes_AreThoseOfTheGrid(long? bytes, string expected) => ByteSize.Whole(bytes).ShouldBe(expected);

    private static string Written(bool redraws, Action<TransferProgress> show)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        using (var progress = new TransferProgress(writer, new Style(colour: false), redraws, 80, new StillClock()))
            show(progress);
        return writer.ToString();
    }

    /// <summary>No time passes, and no timer fires.</summary>
    private sealed class StillClock : TimeProvider
    {
        public override long GetTimestamp() => 1;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Timer();

        private sealed class Timer : ITimer
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
