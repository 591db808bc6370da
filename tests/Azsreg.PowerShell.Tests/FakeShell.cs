using System.Management.Automation;
using System.Security;
using Azsreg.PowerShell.Conversation;
using Azsreg.PowerShell.Shell;

namespace Azsreg.PowerShell.Tests;

/// <summary>A PowerShell that keeps what a cmdlet says, and answers as it was told.</summary>
internal sealed class FakeShell : IShell
{
    private readonly TaskCompletionSource _warned = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<object> Output { get; } = [];

    public List<string> Verbose { get; } = [];

    public List<string> Warnings { get; } = [];

    public List<string> Host { get; } = [];

    public List<string> Progress { get; } = [];

    public List<string> Questions { get; } = [];

    public List<(string Target, string Action)> Asked { get; } = [];

    public AzsregFailure? Failure { get; private set; }

    public object? FailedTarget { get; private set; }

    public bool IsInteractive { get; init; } = true;

    public bool IsWhatIf { get; init; }

    public bool IsDeclined { get; init; }

    public string? Answer { get; init; } = "answer-of-the-host";

    public object? AzureContext { get; init; }

    public string CurrentFolder { get; init; } = Path.GetTempPath();

    public (string UserName, string Password) Credential { get; init; } = (@"AZURESTACK\CloudAdmin", "cloud-admin-passw0rd");

    public (string, string) Reveal(PSCredential credential) => Credential;

    public string ResolvePath(string path) => Path.GetFullPath(path, CurrentFolder);

    public object? FindAzureContext() => AzureContext;

    public object? MemberOf(object target, string name) => target.GetType().GetProperty(name)?.GetValue(target);

    public bool ShouldProcess(string target, string action, out bool isWhatIf)
    {
        Asked.Add((target, action));
        isWhatIf = IsWhatIf;
        return !IsWhatIf && !IsDeclined;
    }

    public void WriteObject(object value) => Output.Add(value);

    public void WriteVerbose(string text) => Verbose.Add(text);

    /// <summary>Completes with the first warning.</summary>
    public Task Warned => _warned.Task;

    public void WriteWarning(string text)
    {
        Warnings.Add(text);
        _warned.TrySetResult();
    }

    public void WriteHost(string text) => Host.Add(text);

    public void WriteProgress(int step, string activity, string status, bool isDone) =>
        Progress.Add(isDone ? $"{activity}: done" : $"{activity}: {status}");

    public void Fail(AzsregFailure failure, object? target)
    {
        Failure = failure;
        FailedTarget = target;
    }

    public string? AskText(string question)
    {
        Questions.Add(question);
        return Answer;
    }

    public SecureString? AskSecret(string question)
    {
        Questions.Add(question);
        if (Answer is null) return null;
        var secret = new SecureString();
        foreach (var character in Answer) secret.AppendChar(character);
        return secret;
    }

    public bool Confirm(string question)
    {
        Questions.Add(question);
        return Answer is not null;
    }
}
