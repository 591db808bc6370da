using Azsreg.Cli.Shell;

namespace Azsreg.Cli.Tests;

public sealed class LineEditorTests
{
    private static readonly ConsoleKeyInfo Enter = new('\r', ConsoleKey.Enter, false, false, false);
    private static readonly ConsoleKeyInfo Tab = new('\t', ConsoleKey.Tab, false, false, false);
    private static readonly ConsoleKeyInfo Up = new('\0', ConsoleKey.UpArrow, false, false, false);
    private static readonly ConsoleKeyInfo Left = new('\0', ConsoleKey.LeftArrow, false, false, false);
    private static readonly ConsoleKeyInfo Backspace = new('\b', ConsoleKey.Backspace, false, false, false);

    [Fact]
    public void Read_Characters_AreTheLine() => Lines([.. Type("Get-Job"), Enter]).ShouldBe(["Get-Job"]);

    [Fact]
    public void Read_CursorMoved_InsertsAndDeletesThere() => Lines([.. Type("ac"), Left, .. Type("b"), Enter, .. Type("xyz"), Left, Backspace, Enter]).ShouldBe(["abc", "xz"]);

    [Fact]
    public void Read_Up_BringsTheFormerLine() => Lines([.. Type("one"), Enter, .. Type("two"), Enter, Up, Up, Enter]).ShouldBe(["one", "two", "one"]);

    [Fact]
    public void Read_CtrlC_IsAnEmptyLineThatIsForgotten() => Lines([.. Type("oops"), Control(ConsoleKey.C), Up, Enter]).ShouldBe(["", ""]);

    [Fact]
    public void Read_CtrlDOnAnEmptyLine_IsTheEnd() => Lines([Control(ConsoleKey.D)]).ShouldBe([null]);

    [Fact]
    public void Read_TabWithOneChoice_CompletesTheWord() => Lines([.. Type("X -Th"), Tab, .. Type("1"), Enter], ["-Thing"]).ShouldBe(["X -Thing 1"]);

    [Fact]
    public void Read_TabWithSeveral_CompletesWhatTheyShare() => Lines([.. Type("get"), Tab, Enter], ["Get-Job", "Get-Help"]).ShouldBe(["Get-"]);

    [Fact]
    public void Read_CtrlU_DeletesToTheStart() => Lines([.. Type("abc"), Left, Control(ConsoleKey.U), Enter]).ShouldBe(["c"]);

    private static IEnumerable<ConsoleKeyInfo> Type(string text) => text.Select(character => new ConsoleKeyInfo(character, ConsoleKey.None, false, false, false));

    private static ConsoleKeyInfo Control(ConsoleKey key) => new((char)(key - ConsoleKey.A + 1), key, false, false, true);

    private static List<string?> Lines(ConsoleKeyInfo[] keys, string[]? completions = null)
    {
        var typed = new Queue<ConsoleKeyInfo>(keys);
        using var screen = new StringWriter();
        var editor = new LineEditor(screen, typed.Dequeue, 80, _ => completions ?? []);
        List<string?> lines = [];
        while (typed.Count > 0) lines.Add(editor.Read("> "));
        return lines;
    }
}
