using System.Text;
using System.Text.Json;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Cli.Verbs;
using Azsreg.Protocol;

namespace Azsreg.Cli.JsonLines;

/// <summary>
/// Runs verbs for another program that talks to this one in lines of JSON, one object a line (docs/powershell.md has the whole contract). One
/// request runs at a time. The end of the input means that the host is gone: what runs is interrupted as by Ctrl-C.
/// </summary>
internal sealed class JsonLinesSession(CommandIo io, Func<string, string?> environment, TimeProvider clock, IReadOnlyList<VerbGroup> verbs)
{
    /// <summary>The contract's version, told in the first line.</summary>
    public const int ProtocolVersion = 1;

    private const int LongestLine = 4 * 1024 * 1024;

    private readonly LineOutput _output = new(io.Out);
    private readonly Lock _state = new();
    private (long Id, LineHost Host, CancellationTokenSource Cancel, Task Run)? _running;

    /// <summary>Talks until the input ends.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _output.Write("ready", null, json =>
        {
            json.WriteNumber("protocol", ProtocolVersion);
            json.WriteString("version", VersionVerb.Version);
        });
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Reading a console's input cannot be interrupted: it goes on by itself, and the process's end ends it.
        var reading = Task.Factory.StartNew(() => Read(ended), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stop = ended.Token.Register(stopped.SetResult);
        await Task.WhenAny(reading, stopped.Task);
        Task? last;
        lock (_state) last = _running?.Run;
        if (last is not null) await last;
        cancellationToken.ThrowIfCancellationRequested();
    }

    private void Read(CancellationTokenSource ended)
    {
        try
        {
            var isFirst = true;
            while (ReadLine() is { } line)
            {
                // Some hosts open a pipe with a byte order mark, in whatever code page.
                if (isFirst && line.IndexOf('{', StringComparison.Ordinal) is > 0 and < 5 and var start) line = line[start..];
                isFirst = false;
                if (line.Trim().Length > 0) Take(line, ended.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or CataloguedException)
        {
            // A line without end, or a broken pipe: nothing that follows could be trusted.
            if (exception is CataloguedException told) Refuse(null, told);
        }
        finally
        {
            ended.Cancel();
        }
    }

    private void Take(string line, CancellationToken ended)
    {
        long? id = null;
        try
        {
            using var document = Parse(line);
            var root = document.RootElement;
            id = root.TryGetProperty("id", out var number) && number.TryGetInt64(out var given) ? given : throw VerbRequest.Wrong("it has no 'id'");
            switch (root.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null)
            {
                case "request":
                    Start(VerbRequest.Read(id.Value, root), ended);
                    break;
                case "answer":
                    // What answers no open question came too late: the verb went on without it.
                    lock (_state)
                    {
                        if (_running is { } running && running.Id == id) running.Host.TakeAnswer(root);
                    }

                    break;
                case "cancel":
                    lock (_state)
                    {
                        if (_running is { } running && running.Id == id) running.Cancel.Cancel();
                    }

                    break;
                default:
                    throw VerbRequest.Wrong("its 'type' is none of request, answer and cancel");
            }
        }
        catch (CataloguedException refused)
        {
            Refuse(id, refused);
        }
        catch (InvalidOperationException)
        {
            Refuse(id, VerbRequest.Wrong("a member has the wrong type"));
        }
    }

    private void Start(VerbRequest request, CancellationToken ended)
    {
        lock (_state)
        {
            if (_running is not null) throw VerbRequest.Wrong("another request is running");
            var cancel = CancellationTokenSource.CreateLinkedTokenSource(ended);
            var host = new LineHost(request, _output, cancel.Token);
            _running = (request.Id, host, cancel, Task.Run(() => RunAsync(request, host, cancel), CancellationToken.None));
        }
    }

    private async Task RunAsync(VerbRequest request, LineHost host, CancellationTokenSource cancel)
    {
        int code;
        await using (var said = new MessageWriter(text => host.Message("information", text)))
        await using (var aside = new MessageWriter(text => host.Message("verbose", text)))
        {
            var own = new CommandIo { In = new StringReader(request.Input?.Reveal() ?? ""), Out = said, Error = aside, IsInteractive = request.IsInteractive, NoColour = true, Host = host };
            code = await new CliApplication(own, environment, clock, verbs).RunAsync([.. request.Arguments], cancel.Token);
        }

        lock (_state)
        {
            _running = null;
            cancel.Dispose();
        }

        End(request.Id, code);
    }

    private void Refuse(long? id, CataloguedException refused)
    {
        var host = new LineHost(new VerbRequest(id ?? 0, [], new Dictionary<string, Secret>(), null, false), _output, CancellationToken.None);
        host.Fail(ErrorObject.Of(refused));
        End(id ?? 0, (int)refused.Entry.Kind);
    }

    private void End(long id, int code) => _output.Write("end", id, json => json.WriteNumber("exitCode", code));

    private static JsonDocument Parse(string line)
    {
        try
        {
            var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 16 });
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            document.Dispose();
            throw VerbRequest.Wrong("it is no JSON object");
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            // The latter: half a character, which has no bytes. The parser's own words could repeat a piece of the line, and a line can hold a password.
            throw VerbRequest.Wrong("it is no JSON");
        }
    }

    private string? ReadLine()
    {
        var line = new StringBuilder();
        for (int next; (next = io.In.Read()) != -1;)
        {
            if (next == '\n') return line.ToString();
            if (line.Length >= LongestLine) throw VerbRequest.Wrong($"it is longer than {LongestLine / 1024 / 1024} MiB");
            line.Append((char)next);
        }

        return line.Length > 0 ? line.ToString() : null;
    }
}
