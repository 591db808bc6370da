using System.Globalization;
using System.Text;
using Azsreg.Hosting;
using Azsreg.Operator.History;
using Azsreg.Protocol;

namespace Azsreg.Operator.Runbook;

/// <summary>Writes the steps for one environment with its own values, as Markdown. Reads the data folder only; nothing is asked of Azure or a stamp.</summary>
public sealed class RunbookWriter(OperatorContext operation, RegistrationHistory history)
{
    private readonly StringBuilder _text = new();

    /// <summary>Writes the runbook.</summary>
    /// <param name="request">What it is for.</param>
    /// <param name="version">The version of azsreg, for its head.</param>
    /// <returns>The text, and the placeholders left in it.</returns>
    /// <exception cref="CataloguedException">Something named is not known here, or the billing model does not go with a disconnected stamp (AZR2101).</exception>
    public (string Markdown, IReadOnlyList<string> Placeholders) Write(RunbookRequest request, string version)
    {
        ArgumentNullException.ThrowIfNull(request);
        var values = RunbookValues.Collect(operation, history, request);
        var problems = BillingRules.Check(new BillingRequest(values.Model, Disconnected: values.Disconnected, AgreementNumber: request.AgreementNumber ?? "1", MsAssetTag: request.MsAssetTag ?? "1"))
            .Where(problem => problem.Code is "BillingModelNotDisconnected" or "ValueTooLong" or "ValueMalformed" or "PlaceholderLeftIn").ToList();
        if (problems.Count > 0)
            throw new CataloguedException(ErrorCatalogue.BillingRulesBroken, string.Join('\n', problems.Select(problem => $"{problem.Code}: {problem.Message}")));
        _text.Clear();
        Head(values, version);
        Preparation(values);
        if (values.Disconnected) new DisconnectedSteps(values).WriteTo(this);
        else new ConnectedSteps(values).WriteTo(this);
        return (_text.ToString(), [.. values.Missing.Select(missing => missing.Placeholder)]);
    }

    internal RunbookWriter Heading(string title)
    {
        _text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n");
        return this;
    }

    internal RunbookWriter Text(string paragraph)
    {
        _text.Append(CultureInfo.InvariantCulture, $"\n{paragraph}\n");
        return this;
    }

    /// <summary>The same step in both tools; PowerShell's may be empty where there is no cmdlet for it.</summary>
    internal RunbookWriter Step(IReadOnlyList<string> azsreg, params IReadOnlyList<string> powerShell)
    {
        Block("console", azsreg);
        if (powerShell.Count > 0)
        {
            _text.Append("\nor, with the PowerShell cmdlets:\n");
            Block("powershell", powerShell);
        }

        return this;
    }

    private void Block(string language, IReadOnlyList<string> lines)
    {
        _text.Append(CultureInfo.InvariantCulture, $"\n```{language}\n");
        foreach (var line in lines) _text.Append(line).Append('\n');
        _text.Append("```\n");
    }

    private void Head(RunbookValues values, string version)
    {
        _text.Append(CultureInfo.InvariantCulture, $"# Runbook: stamp {values.Stamp} and {values.Environment.Name}{(values.Disconnected ? ", without a line between them" : "")}\n");
        Text($"Made by azsreg {version} on {operation.Clock.GetUtcNow():yyyy-MM-dd HH:mm} UTC from what this machine knows. Passwords are asked for; none is written here.");
        if (values.Missing.Count > 0)
        {
            Text("**Not known here; put it in before you begin:**\n");
            foreach (var (placeholder, how) in values.Missing) _text.Append(CultureInfo.InvariantCulture, $"- `{placeholder}`: {how}\n");
        }

        _text.Append("\n| | |\n|---|---|\n");
        Row("Azure", $"{values.Environment.Name}, {values.Environment.Environment.ResourceManagerUrl}");
        Row("directory", values.Directory);
        Row("subscription", values.SubscriptionName is null ? values.SubscriptionId : $"{values.SubscriptionName} ({values.SubscriptionId})");
        Row("account", values.Account);
        Row("stamp", values.Stamp);
        Row("privileged endpoint", values.PrivilegedEndpoint);
        Row("administrator endpoint", values.AdminEndpoint);
        Row("cloud administrator", values.CloudAdmin);
        Row("registration", $"{values.RegistrationName} in resource group {values.ResourceGroup}");
        Row("billing model", values.Model.ToString());
        Row("agreement number", values.AgreementNumber);
        Row("asset tag", values.MsAssetTag);
    }

    private void Row(string name, string? value)
    {
        if (value is not null) _text.Append(CultureInfo.InvariantCulture, $"| {name} | `{value.Replace("|", "\\|", StringComparison.Ordinal)}` |\n");
    }

    private void Preparation(RunbookValues values)
    {
        var entry = values.Environment;
        Heading("Sign in");
        if (!entry.IsBuiltIn)
        {
            Text($"`{entry.Name}` is no environment every installation knows. On another machine enter it first:");
            Step([CommandLines.Azsreg(["environment", "add", entry.Name, "--resource-manager", entry.Environment.ResourceManagerUrl.AbsoluteUri, .. (string[])(entry.TrustedAuthorities.Count > 0 ? ["--ca-file", $"<{RunbookValues.AuthorityFile}>"] : [])])]);
        }

        Text(values.Disconnected
            ? "On the machine that reaches Azure. The device code works for every account, a second factor included."
            : "The device code works for every account, a second factor included. The second sign-in is at the stamp's administrator endpoint, and lets azsreg read back what it did.");
        Step(
            [
                CommandLines.Azsreg("environment", "use", entry.Name),
                CommandLines.Azsreg("login"),
                CommandLines.Azsreg("account", "set", "--subscription", values.SubscriptionId),
                .. (string[])(values.Disconnected ? [] : [CommandLines.Azsreg("login", "--stamp", values.Stamp)]),
            ],
            $"Connect-AzsAccount -EnvironmentName {CommandLines.PowerShell(entry.Name)} -UseDeviceAuthentication",
            $"Set-AzsContext -SubscriptionId {CommandLines.PowerShell(values.SubscriptionId)}");
    }
}
