using System.Collections;
using Azsreg.Operator.Stamps;
using Azsreg.Protocol;
using Azsreg.Remoting;
using Azsreg.Remoting.Client;

namespace Azsreg.Cli.Verbs;

/// <summary>The commands of an open session and their parameters, asked of the endpoint itself when they are first needed.</summary>
internal sealed class PepCommands(PrivilegedEndpointSession session)
{
    private readonly SortedDictionary<string, IReadOnlyList<string>> _commands = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Command names.</summary>
    public async Task<IReadOnlyCollection<string>> NamesAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        return _commands.Keys;
    }

    /// <summary>What may stand in place of the word that ends <paramref name="before"/>; nothing if the endpoint cannot be asked.</summary>
    public async Task<IReadOnlyList<string>> CompleteAsync(string before, CancellationToken cancellationToken)
    {
        try
        {
            await LoadAsync(cancellationToken);
        }
        catch (CataloguedException)
        {
            // A key that does nothing is enough; the next command tells what is wrong with the session.
            return [];
        }

        var stage = before[(before.LastIndexOf('|') + 1)..].TrimStart();
        var word = stage[(stage.LastIndexOf(' ') + 1)..];
        if (!stage.Contains(' ', StringComparison.Ordinal))
            return [.. _commands.Keys.Where(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase))];
        return word.StartsWith('-') && _commands.TryGetValue(stage[..stage.IndexOf(' ', StringComparison.Ordinal)], out var parameters)
            ? [.. parameters.Select(name => "-" + name).Where(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase))]
            : [];
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (_commands.Count > 0)
            return;
        var result = await session.InvokeAsync([new RemoteCommand("Get-Command")], null, cancellationToken);
        foreach (var command in result.Output.OfType<RemoteObject>())
        {
            if (command.GetString("Name") is { } name)
                _commands[name] = RemoteObject.Unwrap(command["Parameters"]) is IDictionary map ? [.. map.Keys.Cast<object>().Select(key => RemoteObject.TextOf(key) ?? "")] : [];
        }
    }
}
