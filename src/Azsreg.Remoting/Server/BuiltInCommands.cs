using System.Collections;
using System.Globalization;

namespace Azsreg.Remoting.Server;

/// <summary>PowerShell's own commands that a restricted session shows, as far as such a session needs them.</summary>
internal static class BuiltInCommands
{
    private static readonly ConstrainedParameter Property = new("Property", typeof(string[])) { Position = 0 };
    private static readonly ConstrainedParameter InputObject = new("InputObject", typeof(object));

    public static IReadOnlyList<ConstrainedCommand> All { get; } =
    [
        new("Clear-Host", (_, _) => Task.CompletedTask) { Description = "Clears the screen; there is none in a remote session." },
        new("Exit-PSSession", ExitSession) { Description = "Ends an interactive session; the client closes it." },
        new("Get-Command", GetCommand)
        {
            Description = "Lists the commands of this session.",
            Parameters =
            [
                new("Name", typeof(string[])) { Position = 0, Description = "Names, with * and ? as wildcards." },
                new("CommandType", typeof(string)) { Aliases = ["Type"], Description = "Kinds of command; all here are functions." },
                new("Module", typeof(string[])) { Aliases = ["PSSnapin"], Description = "Accepted and without effect." },
                new("ArgumentList", typeof(object[])) { Aliases = ["Args"], Description = "Accepted and without effect." },
                new("TotalCount", typeof(int)) { DefaultValue = int.MaxValue, Description = "How many to list at most." },
                ConstrainedParameter.Switch("ListImported", "Accepted and without effect."),
                ConstrainedParameter.Switch("ShowCommandInfo", "Accepted and without effect."),
                ConstrainedParameter.Switch("Syntax", "Writes the syntax as text."),
            ],
            OutputTypes = ["System.Management.Automation.FunctionInfo"],
        },
        new("Get-FormatData", GetFormatData)
        {
            Description = "Lists how objects of this session's own types are shown.",
            Parameters = [new("TypeName", typeof(string[])) { Position = 0 }, new("PowerShellVersion", typeof(Version))],
        },
        new("Get-Help", GetHelp)
        {
            Description = "Explains a command.",
            Parameters =
            [
                new("Name", typeof(string)) { Position = 0, DefaultValue = "", Description = "The command." },
                new("Category", typeof(string[])) { Description = "Accepted and without effect." },
                ConstrainedParameter.Switch("Full"), ConstrainedParameter.Switch("Detailed"), ConstrainedParameter.Switch("Examples"),
            ],
        },
        new("Measure-Object", MeasureObject)
        {
            Description = "Counts objects and sums a property.",
            Parameters =
            [
                Property, InputObject, ConstrainedParameter.Switch("Sum"), ConstrainedParameter.Switch("Average"),
                ConstrainedParameter.Switch("Maximum"), ConstrainedParameter.Switch("Minimum"),
            ],
        },
        new("Out-Default", ShowAsync)
        {
            Description = "Shows objects.",
            Parameters = [InputObject, ConstrainedParameter.Switch("Transcript")],
            ReadsInputAsItComes = true,
        },
        new("Select-Object", SelectObjectAsync)
        {
            Description = "Selects objects or properties of them.",
            ReadsInputAsItComes = true,
            Parameters =
            [
                Property, InputObject,
                new("ExcludeProperty", typeof(string[])), new("ExpandProperty", typeof(string)),
                new("First", typeof(int?)), new("Last", typeof(int?)), new("Skip", typeof(int)) { DefaultValue = 0 },
                ConstrainedParameter.Switch("Unique"), ConstrainedParameter.Switch("Wait"),
            ],
        },
    ];

    /// <summary>
    /// An interactive client appends Out-Default and expects text in its host (MS-PSRP §2.2.3.17, WriteLine2); without a host the objects
    /// themselves are the output.
    /// </summary>
    private static async Task ShowAsync(CommandInvocation invocation, CancellationToken cancellationToken)
    {
        await foreach (var batch in BatchesAsync(invocation, cancellationToken))
        {
            if (!invocation.HasHost)
            {
                foreach (var item in batch) invocation.WriteObject(item);
                continue;
            }
            foreach (var (line, isError) in TextLayout.Lines(batch, invocation.Session.Commands.Views))
                invocation.CallHost(isError ? HostCalls.WriteErrorLine(line) : HostCalls.WriteLine(line));
        }
    }

    private static Task ExitSession(CommandInvocation invocation, CancellationToken _)
    {
        invocation.CallHost(HostCalls.PopRunspace());
        return Task.CompletedTask;
    }

    private static Task GetFormatData(CommandInvocation invocation, CancellationToken _)
    {
        var patterns = invocation.Get<string[]>("TypeName") is { Length: > 0 } names ? names : ["*"];
        foreach (var view in invocation.Session.Commands.Views)
            if (patterns.Any(pattern => CommandMetadata.IsMatch(view.TypeName, pattern))) invocation.WriteObject(FormatData.Of(view));
        return Task.CompletedTask;
    }

    private static Task GetCommand(CommandInvocation invocation, CancellationToken _)
    {
        var patterns = invocation.Get<string[]>("Name") is { Length: > 0 } names ? names : ["*"];
        var written = 0;
        foreach (var pattern in patterns)
        {
            var found = CommandMetadata.Matching(invocation.Session.Commands, [pattern]).ToList();
            if (found.Count == 0 && !CommandMetadata.HasWildcard(pattern)) invocation.WriteError(BindingErrors.CommandNotFound(pattern) with
            {
                FullyQualifiedErrorId = "CommandNotFoundException,Microsoft.PowerShell.Commands.GetCommandCommand",
            });
            foreach (var command in found)
            {
                if (written++ == invocation.Get<int>("TotalCount")) return Task.CompletedTask;
                invocation.WriteObject(invocation.Get<bool>("Syntax") ? "\n" + CommandSyntax.Full(command) + "\n" : CommandMetadata.FunctionInfo(command));
            }
        }
        return Task.CompletedTask;
    }

    private static Task GetHelp(CommandInvocation invocation, CancellationToken _)
    {
        var name = invocation.Get<string>("Name") ?? "";
        var commands = CommandMetadata.Matching(invocation.Session.Commands, [name.Length == 0 ? "*" : name]).ToList();
        if (commands.Count == 0)
        {
            invocation.WriteError(new RemoteError(
                $"Get-Help could not find {name} in a help file in this session.", "HelpNotFound,Microsoft.PowerShell.Commands.GetHelpCommand")
            {
                Category = RemoteErrorCategory.ResourceUnavailable,
                Reason = "HelpNotFoundException",
            });
        }
        foreach (var command in commands) invocation.WriteObject(CommandMetadata.Help(command));
        return Task.CompletedTask;
    }

    private static Task MeasureObject(CommandInvocation invocation, CancellationToken _)
    {
        var input = Input(invocation);
        var properties = invocation.Get<string[]>("Property") ?? [];
        foreach (var property in properties.Length == 0 ? [null] : properties.Cast<string?>())
        {
            var values = input.Select(item => property is null ? item : (item as RemoteObject)?[property]).Where(value => value is not null).ToList();
            var wantsNumbers = invocation.Get<bool>("Sum") || invocation.Get<bool>("Average") || invocation.Get<bool>("Maximum") || invocation.Get<bool>("Minimum");
            var numbers = wantsNumbers ? values.Select(Number).OfType<double>().ToList() : [];
            invocation.WriteObject(new RemoteObject(
                ["Microsoft.PowerShell.Commands.GenericMeasureInfo", "Microsoft.PowerShell.Commands.MeasureInfo", "System.Object"])
            {
                ["Count"] = values.Count,
                ["Average"] = invocation.Get<bool>("Average") && numbers.Count > 0 ? numbers.Average() : null,
                ["Sum"] = invocation.Get<bool>("Sum") ? numbers.Sum() : null,
                ["Maximum"] = invocation.Get<bool>("Maximum") && numbers.Count > 0 ? numbers.Max() : null,
                ["Minimum"] = invocation.Get<bool>("Minimum") && numbers.Count > 0 ? numbers.Min() : null,
                ["Property"] = property,
            });
        }
        return Task.CompletedTask;
    }

    private static async Task SelectObjectAsync(CommandInvocation invocation, CancellationToken cancellationToken)
    {
        // Both must remember what went by.
        if (invocation.IsBound("Last") || invocation.Get<bool>("Unique")) await invocation.CollectInputAsync(cancellationToken);
        var items = BatchesAsync(invocation, cancellationToken).SelectMany(batch => batch).Skip(invocation.Get<int>("Skip"));
        var first = invocation.Get<int?>("First");
        if (first is { } most) items = items.Take(most);
        if (invocation.Get<int?>("Last") is { } last) items = items.TakeLast(last);
        if (invocation.Get<bool>("Unique")) items = items.DistinctBy(RemoteObject.TextOf);
        var properties = invocation.Get<string[]>("Property") ?? [];
        var excluded = invocation.Get<string[]>("ExcludeProperty") ?? [];
        var expand = invocation.Get<string>("ExpandProperty");
        await foreach (var item in items)
        {
            if (!string.IsNullOrEmpty(expand)) Expand(invocation, item, expand);
            else if (properties.Length == 0 && excluded.Length == 0) invocation.WriteObject(item);
            else invocation.WriteObject(Selected(item, properties.Length == 0 ? ["*"] : properties, excluded));
        }
        // As in PowerShell: who has the first ones does not need the rest, unless -Wait says to let it come.
        if (first is not null && !invocation.Get<bool>("Wait")) invocation.StopInput();
    }

    private static void Expand(CommandInvocation invocation, object? item, string property)
    {
        var value = (item as RemoteObject)?[property];
        if (RemoteObject.Unwrap(value) is IEnumerable list and not (string or byte[] or IDictionary))
            foreach (var element in list) invocation.WriteObject(element);
        else invocation.WriteObject(value);
    }

    private static RemoteObject Selected(object? item, string[] properties, string[] excluded)
    {
        var source = item as RemoteObject ?? new RemoteObject { ["Length"] = RemoteObject.TextOf(item)?.Length };
        var typeName = source.TypeNames.Count > 0 ? source.TypeNames[0] : "System.Management.Automation.PSCustomObject";
        var result = new RemoteObject("Selected." + typeName);
        foreach (var pattern in properties)
        {
            if (!CommandMetadata.HasWildcard(pattern)) result[pattern] = source[pattern];
            else foreach (var name in source.PropertyNames.Where(name => CommandMetadata.IsMatch(name, pattern)).ToList()) result[name] = source[name];
        }
        if (excluded.Length == 0) return result;
        var rest = new RemoteObject(result.TypeNames);
        foreach (var (name, value) in result)
            if (!excluded.Any(pattern => CommandMetadata.IsMatch(name, pattern))) rest[name] = value;
        return rest;
    }

    private static IReadOnlyList<object?> Input(CommandInvocation invocation) =>
        !invocation.IsBound("InputObject") ? invocation.Input
        : RemoteObject.Unwrap(invocation.Parameters["InputObject"]) is IEnumerable list and not (string or byte[] or IDictionary) ? [.. list.Cast<object?>()]
        : [invocation.Parameters["InputObject"]];

    private static IAsyncEnumerable<IReadOnlyList<object?>> BatchesAsync(CommandInvocation invocation, CancellationToken cancellationToken) =>
        invocation.IsBound("InputObject") || invocation.Input.Count > 0
            ? new[] { Input(invocation) }.ToAsyncEnumerable()
            : invocation.ReadInputBatchesAsync(cancellationToken);

    private static double? Number(object? value) =>
        double.TryParse(RemoteObject.TextOf(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
