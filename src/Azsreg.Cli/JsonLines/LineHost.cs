using System.Text.Json;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;
using Azsreg.Hosting;
using Azsreg.Protocol;

namespace Azsreg.Cli.JsonLines;

/// <summary>One running request's host: what the verb says becomes lines, and its questions wait for their answers.</summary>
internal sealed class LineHost(VerbRequest request, LineOutput output, CancellationToken cancellationToken) : IVerbHost
{
    private readonly Lock _asking = new();
    private long _prompts;
    private (long Number, TaskCompletionSource<JsonElement> Answer)? _open;

    public Secret? GivenSecret(string name) => request.Secrets.GetValueOrDefault(name);

    public Secret AskSecret(string question) => new(Ask("secret", question, null) ?? "");

    public string? AskText(string question) => Ask("text", question, null);

    public bool Confirm(string question, string? typed) => Ask("confirm", question, typed) is { } answer
        && answer.Equals(typed ?? "yes", StringComparison.OrdinalIgnoreCase);

    public void ShowDeviceCode(Uri page, string code) => output.Write("deviceCode", request.Id, json =>
    {
        json.WriteString("url", page.AbsoluteUri);
        json.WriteString("code", code);
    });

    public void ShowPage(Uri page) => output.Write("page", request.Id, json => json.WriteString("url", page.AbsoluteUri));

    public void Step(int number, string name, string detail, StepState state) => output.Write("step", request.Id, json =>
    {
        json.WriteNumber("number", number);
        json.WriteString("name", name);
        json.WriteString("detail", Redaction.Apply(detail));
        json.WriteString("state", JsonNamingPolicy.CamelCase.ConvertName(state.ToString()));
    });

    public void Warn(string text) => Message("warning", text);

    /// <summary>A line for whoever wants to know more.</summary>
    public void Message(string level, string text) => output.Write("message", request.Id, json =>
    {
        json.WriteString("level", level);
        json.WriteString("text", Redaction.Apply(text));
    });

    public void Result(string json) => output.Write("result", request.Id, members =>
    {
        members.WritePropertyName("value");
        members.WriteRawValue(json);
    });

    public void Fail(ErrorObject failure) => output.Write("error", request.Id, json =>
    {
        var error = failure.Error;
        json.WriteString("code", error.Code);
        json.WriteString("kind", error.Kind);
        json.WriteString("message", error.Message);
        json.WriteString("detail", error.Detail);
        json.WriteString("fix", error.Fix);
        json.WriteStartArray("next");
        foreach (var command in error.Next) json.WriteStringValue(command);
        json.WriteEndArray();
        json.WriteBoolean("retryable", error.Retryable);
    });

    /// <summary>Takes <c>{"type":"answer","id":…,"prompt":…,"value":…}</c>; false where no such question is open.</summary>
    public bool TakeAnswer(JsonElement line)
    {
        lock (_asking)
        {
            if (_open is not { } open || !line.TryGetProperty("prompt", out var number) || !number.TryGetInt64(out var asked) || asked != open.Number)
                return false;
            _open = null;
            return open.Answer.TrySetResult(line.Clone());
        }
    }

    private string? Ask(string kind, string question, string? typed)
    {
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        long number;
        lock (_asking)
        {
            number = ++_prompts;
            _open = (number, answer);
        }

        output.Write("prompt", request.Id, json =>
        {
            json.WriteNumber("prompt", number);
            json.WriteString("kind", kind);
            json.WriteString("text", question);
            if (typed is not null) json.WriteString("typed", typed);
        });
        // A verb asks where it stands, as it reads a terminal; there is no context to block.
        var given = answer.Task.WaitAsync(cancellationToken).GetAwaiter().GetResult();
        return given.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
