using Azsreg.PowerShell.Conversation;

namespace Azsreg.PowerShell.Tests;

/// <summary>
/// A program in azsreg's place that plays a screenplay: a line <c>&lt;</c> waits for a line of the cmdlet, every other line is said. What it heard,
/// and how it was started, it keeps.
/// </summary>
internal sealed class FakeAzsreg : IDisposable
{
    public const string Ready = """{"type":"ready","protocol":1,"version":"0.1.0"}""";

    private const string Player = """
        cd "$(dirname "$1")" || exit 9
        printf '%s\n' "$*" >arguments
        : >heard
        exec 3<play
        while IFS= read -r line <&3; do
          case $line in
            '<') IFS= read -r got || exit 0; printf '%s\n' "$got" >>heard ;;
            '!') exit 7 ;;
            *) printf '%s\n' "$line" ;;
          esac
        done
        while IFS= read -r got; do printf '%s\n' "$got" >>heard; done
        : >ended
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("azsreg-fake-").FullName;

    public FakeAzsreg(params IEnumerable<string> play)
    {
        File.WriteAllText(Path.Combine(_folder, "player"), Player);
        File.WriteAllText(Path.Combine(_folder, "play"), string.Concat(play.Select(line => line + "\n")));
    }

    // Through the shell: a file that was written a moment ago cannot be executed while another test forks.
    public AzsregLocation Location => new("/bin/sh", $"\"{Path.Combine(_folder, "player")}\" \"{Path.Combine(_folder, "play")}\" ");

    /// <summary>What the cmdlet said.</summary>
    public string[] Heard => File.ReadAllLines(Path.Combine(_folder, "heard"));

    /// <summary>The argument line.</summary>
    public string Arguments => File.ReadAllText(Path.Combine(_folder, "arguments")).Trim();

    /// <summary>True once the end of the input was seen.</summary>
    public bool HasSeenTheEnd => File.Exists(Path.Combine(_folder, "ended"));

    /// <summary>The part of a screenplay that answers <c>account show</c>.</summary>
    public static IEnumerable<string> SignedIn(int id = 1) => Answers(id, """{"environment":"AzureCloud","account":"owner@contoso.onmicrosoft.com","kind":"User","tenantId":"t-1","subscription":{"id":"s-1","name":"Contoso Stamps","tenantId":"t-1"}}""");

    /// <summary>The part that answers a request with a result.</summary>
    public static IEnumerable<string> Answers(int id, string result) =>
        ["<", $$"""{"type":"result","id":{{id}},"value":{{result}}}""", $$"""{"type":"end","id":{{id}},"exitCode":0}"""];

    /// <summary>The part that answers a request with a failure.</summary>
    public static IEnumerable<string> Refuses(int id, string code, string kind, string next = "") =>
    [
        "<",
        $$"""{"type":"error","id":{{id}},"code":"{{code}}","kind":"{{kind}}","message":"what happened","detail":"This case.","fix":"Run: azsreg login","next":[{{next}}],"retryable":false}""",
        $$"""{"type":"end","id":{{id}},"exitCode":3}""",
    ];

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
