using System.Globalization;
using Azsreg.Protocol;

namespace Azsreg.Cli.Rendering;

/// <summary>One transfer as a line of a fixed form: name, bar, percent, bytes of bytes, rate, time left.</summary>
/// <param name="Id">What tells it from the others.</param>
/// <param name="Name">Its name for a person.</param>
/// <param name="State">Where it is.</param>
internal sealed record TransferLine(string Id, string Name, TransferState State)
{
    private const int BarWidth = 10;
    private const int FiguresWidth = 51;
    private const int NarrowestName = 12;

    /// <summary>0 to 100; null where it is not known.</summary>
    public double? Percent { get; init; }

    public long? BytesDone { get; init; }

    public long? BytesTotal { get; init; }

    public double? BytesPerSecond { get; init; }

    public TimeSpan? Left { get; init; }

    /// <summary>What is going on, or how it ended, where figures do not say it.</summary>
    public string? Detail { get; init; }

    /// <summary>The columns for the name, of a terminal of a width.</summary>
    public static int NameWidth(int width) => Math.Max(NarrowestName, Math.Min(width, 110) - 6 - FiguresWidth);

    /// <summary>The line without its mark, no wider than the terminal leaves room for.</summary>
    public string Text(int width)
    {
        var room = NameWidth(width);
        var name = Cut(Name, room);
        var text = name + new string(' ', Math.Max(1, room - TextWidth.Of(name) + 1)) + (State switch
        {
            TransferState.Running => Figures(),
            _ => Detail ?? "",
        });
        return Cut(text.TrimEnd(), width - 5);
    }

    /// <summary>A text that is too wide, cut with a mark.</summary>
    public static string Cut(string text, int width)
    {
        if (TextWidth.Of(text) <= width)
            return text;
        var kept = text;
        while (kept.Length > 0 && TextWidth.Of(kept) > width - 1)
            kept = kept[..^(char.IsLowSurrogate(kept[^1]) ? 2 : 1)];
        return kept + "…";
    }

    private string Figures()
    {
        var percent = Percent ?? (BytesTotal > 0 && BytesDone is { } done ? 100.0 * done / BytesTotal : null);
        if (percent is null)
            return Detail ?? "under way";
        var amount = BytesTotal is { } total ? $"{ByteSize.Exact(BytesDone ?? (long)(total * percent.Value / 100))} of {ByteSize.Exact(total)}" : "";
        var rate = BytesPerSecond is > 0 ? ByteSize.Exact((long)BytesPerSecond) + "/s" : Detail ?? "";
        return string.Create(CultureInfo.InvariantCulture, $"{Bar(percent.Value)} {Math.Floor(percent.Value),3:0}%  {amount,-16} {rate,8}  {Time(Left)}");
    }

    private static string Bar(double percent)
    {
        // Eighths of a column, so that a slow transfer is seen to move.
        var eighths = (int)(Math.Clamp(percent, 0, 100) / 100 * BarWidth * 8);
        var full = new string('█', eighths / 8);
        var part = eighths % 8 == 0 ? "" : "▏▎▍▌▋▊▉"[(eighths % 8) - 1].ToString();
        return (full + part).PadRight(BarWidth, '░');
    }

    /// <summary>Roughly, as nobody needs it to the second.</summary>
    private static string Time(TimeSpan? left) => left switch
    {
        null => "",
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Ceiling(left.Value.TotalSeconds)):0} s"),
        { TotalMinutes: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{left.Value.TotalMinutes:0} min"),
        { TotalHours: < 48 } => string.Create(CultureInfo.InvariantCulture, $"{left.Value.TotalHours:0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{left.Value.TotalDays:0} days"),
    };
}
