using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Azsreg.Cli.JsonLines;
using Azsreg.Cli.Shell;
using Azsreg.Protocol;

namespace Azsreg.Cli.Tests.JsonLines;

/// <summary>The lines another program talks to azsreg in.</summary>
public sealed class JsonLinesSessionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Run_Verb_TellsReadyResultAndEnd()
    {
        var lines = await RunAsync("""{"type":"request","id":7,"verb":"version"}""");

        lines[0].ShouldStartWith("""{"type":"ready","protocol":1,"version":""");
        Json(lines[1]).GetProperty("type").GetString().ShouldBe("result");
        Json(lines[1]).GetProperty("value").GetProperty("version").GetString().ShouldNotBeNullOrEmpty();
        lines[2].ShouldBe("""{"type":"end","id":7,"exitCode":0}""");
        lines.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Run_VerbThatIsNone_FailsWithTheCodeOfTheCommandLine()
    {
        var lines = await RunAsync("""{"type":"request","id":1,"verb":"regsitration set"}""");

        var error = Json(lines[1]);
        error.GetProperty("type").GetString().ShouldBe("error");
        error.GetProperty("code").GetString().ShouldBe("AZR1010");
        error.GetProperty("kind").GetString().ShouldBe("usage");
        lines[2].ShouldBe("""{"type":"end","id":1,"exitCode":2}""");
    }

    [Theory]
    [InlineData("pass-word-7 is no JSON at all")]
    [InlineData("""["pass-word-7"]""")]
    [InlineData("""{"type":"request","id":3,"verb":"pass-word-7 --x"}""")]
    [InlineData("""{"type":"request","id":3,"verb":7,"secrets":{"password":"pass-word-7"}}""")]
    [InlineData("""{"type":"request","id":3,"verb":"login","secrets":{"password":["pass-word-7"]}}""")]
    [InlineData("""{"type":"request","id":3,"verb":"login","options":{"--x y":"pass-word-7"}}""")]
    [InlineData("""{"type":"request","id":3,"verb":"login","pass-word-7":1}""")]
    [InlineData("""{"type":"request","id":3,"verb":"module serve"}""")]
    [InlineData("""{"type":"pass-word-7","id":3}""")]
    [InlineData("""{"id":"pass-word-7"}""")]
    public async Task Run_LineThatIsNoRequest_IsRefusedWithoutRepeatingIt(string line)
    {
        var lines = await RunAsync(line, """{"type":"request","id":9,"verb":"version"}""");

        Json(lines[1]).GetProperty("code").GetString().ShouldBe("AZR1046");
        string.Concat(lines).ShouldNotContain("pass-word-7");
        lines[^1].ShouldBe("""{"type":"end","id":9,"exitCode":0}""");
    }

    [Fact]
    public async Task Run_ByteOrderMarkOfAnyCodePage_IsPassedOver()
    {
        var lines = await RunAsync("∩╗┐" + """{"type":"request","id":1,"verb":"version"}""");

        lines[^1].ShouldBe("""{"type":"end","id":1,"exitCode":0}""");
    }

    [Fact]
    public async Task Run_Options_ArriveAsOnACommandLine()
    {
        ParseResult? seen = null;
        var value = new Option<string?>("--value");
        var list = new Option<string[]>("--list");
        var flag = new Option<bool>("--flag");
        var off = new Option<bool>("--off");
        var argument = new Argument<string>("THING");
        var verb = new Verb("thing", "", "azsreg thing", (_, parsed, _) => { seen = parsed; return Task.CompletedTask; }) { value, list, flag, off, argument };

        await RunAsync([verb], """{"type":"request","id":1,"verb":"thing","arguments":["-x y"],"options":{"value":"-a=b:c ü","list":["1","--2"],"flag":true,"off":false}}""");

        seen.ShouldNotBeNull();
        seen.Errors.ShouldBeEmpty();
        seen.GetValue(value).ShouldBe("-a=b:c ü");
        seen.GetValue(list).ShouldBe(["1", "--2"]);
        seen.GetValue(flag).ShouldBeTrue();
        seen.GetValue(off).ShouldBeFalse();
        seen.GetValue(argument).ShouldBe("-x y");
    }

    [Fact]
    public async Task Run_Events_AreAsciiAndSayWhatTheVerbSays()
    {
        var verb = new Verb("thing", "", "azsreg thing", (context, _, _) =>
        {
            context.WriteLine("für Menschen");
            using (var progress = context.StartProgress())
            {
                using (var step = progress.Begin("one")) step.Succeed("fertig ✓");
                using (var step = progress.Begin("two")) step.FindInPlace();
                progress.Note("  left behind: a lock");
            }

            context.WriteJson(new { name = "Zürich" });
            return Task.CompletedTask;
        });

        var lines = await RunAsync([verb], """{"type":"request","id":1,"verb":"thing"}""");

        lines.ShouldAllBe(line => line.All(char.IsAscii));
        lines[1..].ShouldBe(
        [
            """{"type":"message","id":1,"level":"information","text":"f\u00FCr Menschen"}""",
            """{"type":"step","id":1,"number":1,"name":"one","detail":"","state":"running"}""",
            """{"type":"step","id":1,"number":1,"name":"one","detail":"fertig \u2713","state":"done"}""",
            """{"type":"step","id":1,"number":2,"name":"two","detail":"","state":"running"}""",
            """{"type":"step","id":1,"number":2,"name":"two","detail":"in place already","state":"inPlace"}""",
            """{"type":"message","id":1,"level":"warning","text":"left behind: a lock"}""",
            """{"type":"result","id":1,"value":{"name":"Z\u00FCrich"}}""",
            """{"type":"end","id":1,"exitCode":0}""",
        ]);
    }

    [Fact]
    public async Task Run_SecretGiven_IsNotAskedFor()
    {
        Secret? seen = null;
        var password = new PasswordInput("cloud-admin-password");
        var verb = new Verb("thing", "", "azsreg thing", (context, parsed, _) => { seen = password.Read(context, parsed, "Password"); return Task.CompletedTask; });
        password.AddTo(verb);

        var lines = await RunAsync([verb], """{"type":"request","id":1,"verb":"thing","secrets":{"cloud-admin-password":"pass-word-7"}}""");

        seen.ShouldBe(new Secret("pass-word-7"));
        string.Concat(lines).ShouldNotContain("pass-word-7");
    }

    [Fact]
    public async Task Run_Questions_AreAskedAndAnswered()
    {
        var (password, confirmation) = (new PasswordInput(), new Confirmation());
        var verb = new Verb("thing", "", "azsreg thing", (context, parsed, _) =>
        {
            var secret = password.Read(context, parsed, "Password of X");
            context.WriteJson(new
            {
                length = secret.Reveal().Length,
                yes = confirmation.Ask(context, parsed, "Really?"),
                typed = confirmation.Ask(context, parsed, "Remove it?", typed: "AzS"),
                no = confirmation.Ask(context, parsed, "Again?"),
            });
            return Task.CompletedTask;
        });
        password.AddTo(verb);
        confirmation.AddTo(verb);
        await using var talk = new Talk([verb]);
        await talk.LineAsync();

        talk.Say("""{"type":"request","id":1,"verb":"thing","interactive":true}""");
        (await talk.LineAsync()).ShouldBe("""{"type":"prompt","id":1,"prompt":1,"kind":"secret","text":"Password of X"}""");
        talk.Say("""{"type":"answer","id":1,"prompt":99,"value":"of no question"}""");
        talk.Say("""{"type":"answer","id":1,"prompt":1,"value":"12345"}""");
        (await talk.LineAsync()).ShouldBe("""{"type":"prompt","id":1,"prompt":2,"kind":"confirm","text":"Really?"}""");
        talk.Say("""{"type":"answer","id":1,"prompt":2,"value":"yes"}""");
        (await talk.LineAsync()).ShouldBe("""{"type":"prompt","id":1,"prompt":3,"kind":"confirm","text":"Remove it?","typed":"AzS"}""");
        talk.Say("""{"type":"answer","id":1,"prompt":3,"value":"azs"}""");
        await talk.LineAsync();
        talk.Say("""{"type":"answer","id":1,"prompt":4,"value":null}""");

        (await talk.LineAsync()).ShouldBe("""{"type":"result","id":1,"value":{"length":5,"yes":true,"typed":true,"no":false}}""");
    }

    [Fact]
    public async Task Run_Cancel_InterruptsTheVerbAndTheNextOneRuns()
    {
        var waits = new Verb("waits", "", "azsreg waits", (_, _, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));
        var thing = new Verb("thing", "", "azsreg thing", (_, _, _) => Task.CompletedTask);
        await using var talk = new Talk([waits, thing]);
        await talk.LineAsync();

        talk.Say("""{"type":"request","id":1,"verb":"waits"}""");
        talk.Say("""{"type":"request","id":2,"verb":"thing"}""");
        Json(await talk.LineAsync()).GetProperty("code").GetString().ShouldBe("AZR1046"); // One at a time.
        await talk.LineAsync();
        talk.Say("""{"type":"cancel","id":2}""");
        talk.Say("""{"type":"cancel","id":1}""");
        await talk.LineAsync();
        (await talk.LineAsync()).ShouldBe("""{"type":"end","id":1,"exitCode":130}""");
        talk.Say("""{"type":"request","id":3,"verb":"thing"}""");

        (await talk.LineAsync()).ShouldBe("""{"type":"end","id":3,"exitCode":0}""");
    }

    [Fact]
    public async Task Run_InputEndsWhileAVerbRuns_InterruptsItAndEnds()
    {
        var interrupted = new TaskCompletionSource();
        var waits = new Verb("waits", "", "azsreg waits", async (_, _, cancellationToken) =>
        {
            await using var _ = cancellationToken.Register(interrupted.SetResult);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        });
        var talk = new Talk([waits]);
        await talk.LineAsync();

        talk.Say("""{"type":"request","id":1,"verb":"waits"}""");
        await talk.DisposeAsync();

        await interrupted.Task.WaitAsync(Patience);
    }

    private static JsonElement Json(string line) => JsonDocument.Parse(line).RootElement;

    private static Task<List<string>> RunAsync(params string[] lines) => RunAsync(null, lines);

    private static async Task<List<string>> RunAsync(Verb[]? verbs, params string[] lines)
    {
        await using var talk = new Talk(verbs);
        var heard = new List<string> { await talk.LineAsync() };
        foreach (var line in lines)
        {
            talk.Say(line);
            do heard.Add(await talk.LineAsync());
            while (!heard[^1].Contains("\"type\":\"end\"", StringComparison.Ordinal));
        }

        return heard;
    }

    /// <summary>A conversation in process.</summary>
    private sealed class Talk : IAsyncDisposable
    {
        private readonly Channel<string> _said = Channel.CreateUnbounded<string>();
        private readonly Channel<string> _heard = Channel.CreateUnbounded<string>();
        private readonly Task _run;

        public Talk(Verb[]? verbs)
        {
            var io = new CommandIo { In = new ChannelReader(_said.Reader), Out = new MessageWriter(line => _heard.Writer.TryWrite(line)), Error = TextWriter.Null };
            var groups = verbs is null ? RootVerbs.Groups : [new VerbGroup("", [.. verbs.Select(verb => new VerbEntry(verb.Name, "", () => verb))])];
            var session = new JsonLinesSession(io, _ => null, TimeProvider.System, groups);
            _run = Task.Run(() => session.RunAsync(CancellationToken.None));
        }

        public void Say(string line) => _said.Writer.TryWrite(line + "\n");

        public async Task<string> LineAsync() => await _heard.Reader.ReadAsync().AsTask().WaitAsync(Patience);

        public async ValueTask DisposeAsync()
        {
            _said.Writer.TryComplete();
            await _run.WaitAsync(Patience);
        }
    }

    /// <summary>Reads what is said, and waits for it.</summary>
    private sealed class ChannelReader(ChannelReader<string> said) : TextReader
    {
        private string _line = "";
        private int _next;

        public override int Read()
        {
            while (_next >= _line.Length)
            {
                if (!said.WaitToReadAsync().AsTask().GetAwaiter().GetResult()) return -1;
                if (said.TryRead(out var line)) (_line, _next) = (line, 0);
            }

            return _line[_next++];
        }
    }
}
