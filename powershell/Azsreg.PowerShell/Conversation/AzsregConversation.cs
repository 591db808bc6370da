using System.Net;
using Azsreg.PowerShell.Json;
using Azsreg.PowerShell.Shell;

namespace Azsreg.PowerShell.Conversation;

/// <summary>Runs verbs in one azsreg process and meets the person through PowerShell's host while they run.</summary>
internal sealed class AzsregConversation : IDisposable
{
    private const int ProtocolVersion = 1;
    private const int Interrupted = 130;

    private readonly IShell _shell;
    private readonly AzsregProcess _process;
    private readonly string _activity;
    private long _lastId;
    private volatile bool _stopping;

    private AzsregConversation(IShell shell, AzsregProcess process, string activity)
    {
        _shell = shell;
        _process = process;
        _activity = activity;
    }

    /// <summary>Starts the program and hears its first line.</summary>
    /// <param name="location">Where it is.</param>
    /// <param name="shell">PowerShell.</param>
    /// <param name="activity">What progress is shown under: the cmdlet's name.</param>
    /// <exception cref="AzsregFailure">There is none, or it does not speak as this module does (AZR1043, AZR1044).</exception>
    public static AzsregConversation Open(AzsregLocation location, IShell shell, string activity)
    {
        var process = AzsregProcess.Start(location, shell.CurrentFolder);
        try
        {
            var ready = Parse(process.Read());
            if (ready.TextOf("type") != "ready" || ready.NumberOf("protocol") != ProtocolVersion)
                throw Failures.ProgramEnded($"'{location.File}' speaks another version of the contract than this module ({ProtocolVersion}).");
            return new AzsregConversation(shell, process, activity);
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>Runs a verb to its end.</summary>
    /// <returns>Its result; null where it has none.</returns>
    /// <exception cref="AzsregFailure">The verb failed, or the program ended.</exception>
    /// <exception cref="OperationCanceledException"><see cref="Stop"/> was called.</exception>
    public JsonValue? Run(VerbCall call)
    {
        if (_stopping) throw new OperationCanceledException();
        var id = Interlocked.Increment(ref _lastId);
        _shell.WriteVerbose($"azsreg {call.Verb}");
        _process.Write(call.ToLine(id, _shell.IsInteractive));
        JsonValue? result = null;
        AzsregFailure? failure = null;
        while (true)
        {
            var line = Parse(Read());
            if (line.NumberOf("id") is { } of && of != id && of != 0) continue;
            switch (line.TextOf("type"))
            {
                case "result":
                    result = line["value"];
                    break;
                case "error":
                    failure = new AzsregFailure(
                        line.TextOf("code") ?? "AZR1000", line.TextOf("kind") ?? "failed", line.TextOf("message") ?? "", line.TextOf("detail") ?? "",
                        line.TextOf("fix") ?? "", line.TextsOf("next"));
                    break;
                case "end":
                    if (_stopping) throw new OperationCanceledException();
                    if (failure is not null) throw failure;
                    // A check that found something ends with its code and still has its result.
                    return result is not null || line.NumberOf("exitCode") is 0 ? result : throw Unexplained(line.NumberOf("exitCode"));
                default:
                    Hear(line, id);
                    break;
            }
        }
    }

    /// <summary>Asks the running verb to end in good order, as Ctrl-C does; from any thread.</summary>
    public void Stop()
    {
        _stopping = true;
        try
        {
            _process.Write(JsonText.Of(new Dictionary<string, object?> { ["type"] = "cancel", ["id"] = Interlocked.Read(ref _lastId) }));
        }
        catch (AzsregFailure)
        {
            // It has ended.
        }

        _process.EndSoon();
    }

    public void Dispose() => _process.Dispose();

    private string Read()
    {
        try
        {
            return _process.Read();
        }
        catch (AzsregFailure) when (_stopping)
        {
            throw new OperationCanceledException();
        }
    }

    private void Hear(JsonValue line, long id)
    {
        // After Ctrl-C PowerShell takes no more output of the cmdlet.
        if (_stopping) return;
        switch (line.TextOf("type"))
        {
            case "step":
                Step(line);
                break;
            case "message":
                Tell(line.TextOf("level"), line.TextOf("text") ?? "");
                break;
            case "deviceCode":
                _shell.WriteWarning($"To sign in, open {line.TextOf("url")} in any browser and enter the code {line.TextOf("code")}");
                break;
            case "page":
                _shell.WriteWarning($"To sign in, open this address in a browser on this machine: {line.TextOf("url")}");
                break;
            case "prompt":
                Answer(line, id);
                break;
            default:
                // A newer program may say more than this module knows.
                break;
        }
    }

    private void Step(JsonValue line)
    {
        var name = line.TextOf("name") ?? "";
        var detail = line.TextOf("detail") ?? "";
        var state = line.TextOf("state");
        _shell.WriteProgress((int)(line.NumberOf("number") ?? 0), _activity, detail.Length > 0 ? $"{name}: {detail}" : name, isDone: false);
        if (state != "running") _shell.WriteVerbose($"{name}: {(state == "failed" && detail.Length == 0 ? "failed" : detail)}");
    }

    private void Tell(string? level, string text)
    {
        if (level == "warning")
            _shell.WriteWarning(text);
        else
            _shell.WriteVerbose(text);
    }

    private void Answer(JsonValue line, long id)
    {
        var question = line.TextOf("text") ?? "";
        var typed = line.TextOf("typed");
        string? value = line.TextOf("kind") switch
        {
            "secret" => _shell.AskSecret(question) is { } secret ? new NetworkCredential("", secret).Password : null,
            "confirm" when typed is null => _shell.Confirm(question) ? "yes" : null,
            "confirm" => _shell.AskText($"{question} Type {typed} to go on"),
            _ => _shell.AskText(question),
        };
        _process.Write(JsonText.Of(new Dictionary<string, object?>
        {
            ["type"] = "answer",
            ["id"] = id,
            ["prompt"] = line.NumberOf("prompt") ?? 0,
            ["value"] = value,
        }));
    }

    private static AzsregFailure Unexplained(long? code) => code == Interrupted
        ? new AzsregFailure("AZR1044", "interrupted", "azsreg was interrupted", "What was begun is finished by the next run.", "Run the cmdlet again.", [])
        : Failures.ProgramEnded($"The verb ended with exit code {code} and said nothing.");

    private static JsonValue Parse(string line)
    {
        try
        {
            return JsonValue.Parse(line);
        }
        catch (FormatException)
        {
            throw Failures.ProgramEnded("It wrote a line that is no JSON.");
        }
    }
}
