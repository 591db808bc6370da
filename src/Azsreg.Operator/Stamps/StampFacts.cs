using System.Collections;
using Azsreg.Protocol;
using Azsreg.Remoting;
using Azsreg.Remoting.Client;

namespace Azsreg.Operator.Stamps;

/// <summary>Everything a stamp tells of itself, as <c>Get-AzureStackStampInformation</c> returns it.</summary>
public static class StampFacts
{
    private const int MostFacts = 500;
    private const int Deepest = 5;

    /// <summary>Asks a stamp. Values are texts, lists of values, or further facts by name, in the stamp's order.</summary>
    /// <exception cref="CataloguedException">The stamp refused the command, or told nothing (AZR4005).</exception>
    public static async Task<OrderedDictionary<string, object?>> ReadAsync(PrivilegedEndpointSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        const string command = "Get-AzureStackStampInformation";
        RemoteResult result;
        try
        {
            result = await session.Session.InvokeAsync(new RemoteCommand(command), cancellationToken);
        }
        catch (RemotingException e)
        {
            throw new CataloguedException(ErrorCatalogue.PrivilegedEndpointUnreachable, $"{session.Address.Url}: {e.Message}", inner: e);
        }

        if (result.Errors is [.., var error])
            throw new CataloguedException(ErrorCatalogue.StampCommandFailed, $"{command}: {error.Message}");
        return result.Output.OfType<RemoteObject>().FirstOrDefault() is { } told
            ? Read(told, 0)
            : throw new CataloguedException(ErrorCatalogue.StampCommandFailed, $"{command} told nothing.");
    }

    private static OrderedDictionary<string, object?> Read(RemoteObject told, int depth)
    {
        var facts = new OrderedDictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in told.Take(MostFacts))
        {
            // What remoting itself adds says nothing about the stamp.
            if (name is not ("PSComputerName" or "RunspaceId" or "PSShowComputerName"))
                facts[name] = Value(value, depth + 1);
        }

        return facts;
    }

    private static object? Value(object? value, int depth)
    {
        var inner = RemoteObject.Unwrap(value);
        return inner switch
        {
            string or null => inner,
            _ when depth > Deepest => RemoteObject.TextOf(inner),
            RemoteObject bag when bag.Any() => Read(bag, depth),
            IDictionary map => Entries(map, depth),
            IEnumerable list and not byte[] and not RemoteObject => list.Cast<object?>().Take(MostFacts).Select(item => Value(item, depth + 1)).ToList(),
            bool or int or long => inner,
            _ => RemoteObject.TextOf(inner),
        };
    }

    private static OrderedDictionary<string, object?> Entries(IDictionary map, int depth)
    {
        var facts = new OrderedDictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in map)
            facts[RemoteObject.TextOf(entry.Key) ?? ""] = Value(entry.Value, depth + 1);
        return facts;
    }
}
