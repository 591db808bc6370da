using System.Management.Automation;

namespace Azsreg.PowerShell.Conversation;

/// <summary>A failure in the catalogue's words, on its way to an error record.</summary>
/// <param name="code">Such as <c>AZR3001</c>: the record's stable id.</param>
/// <param name="kind">The catalogue's kind, which is the record's category.</param>
/// <param name="what">What happened.</param>
/// <param name="detail">This case.</param>
/// <param name="fix">What to do.</param>
/// <param name="next">Commands that lead on, as azsreg words them.</param>
internal sealed class AzsregFailure(string code, string kind, string what, string detail, string fix, IReadOnlyList<string> next)
    : Exception($"{code} {what}: {detail}")
{
    /// <summary>What to type in PowerShell for what to type in a shell; the longer word first.</summary>
    private static readonly (string Verb, string Cmdlet)[] Cmdlets =
    [
        ("azsreg login --tenant ", "Connect-AzsAccount -TenantId "),
        ("azsreg login --environment ", "Connect-AzsAccount -EnvironmentName "),
        ("azsreg login --stamp ", "azsreg login --stamp "),
        ("azsreg login", "Connect-AzsAccount"),
        ("azsreg account set --subscription ", "Set-AzsContext -SubscriptionId "),
        ("azsreg provider register ", "Register-AzsResourceProvider -ProviderNamespace "),
        ("azsreg status", "Get-AzsRegistration"),
    ];

    /// <summary>The code.</summary>
    public string Code => code;

    /// <summary>The kind.</summary>
    public string Kind => kind;

    /// <summary>The error record of a cmdlet.</summary>
    /// <param name="target">What the cmdlet was about.</param>
    public ErrorRecord ToRecord(object? target) => new(this, code, Category, target)
    {
        ErrorDetails = new ErrorDetails(Words) { RecommendedAction = Advice },
    };

    /// <summary>What happened, in this case, and what to do: a paragraph.</summary>
    public string Words => string.Join(Environment.NewLine, new[] { Message, Advice }.Where(text => text.Length > 0));

    private string Advice => string.Join(Environment.NewLine, new[] { InPowerShell(fix) }.Concat(next.Select(command => "    " + InPowerShell(command))));

    /// <summary>The record's category.</summary>
    public ErrorCategory Category => kind switch
    {
        "usage" => ErrorCategory.InvalidArgument,
        "signInOrRights" => ErrorCategory.PermissionDenied,
        "notFound" => ErrorCategory.ObjectNotFound,
        "conflict" => ErrorCategory.ResourceExists,
        "unreachable" => ErrorCategory.ConnectionError,
        "interrupted" => ErrorCategory.OperationStopped,
        _ => ErrorCategory.InvalidOperation,
    };

    private static string InPowerShell(string text) => Cmdlets.FirstOrDefault(pair => text.Contains(pair.Verb)) is { Verb: { } verb } found
        ? text.Replace(verb, found.Cmdlet)
        : text;
}
