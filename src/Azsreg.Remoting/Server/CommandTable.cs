using System.Collections.Frozen;

namespace Azsreg.Remoting.Server;

/// <summary>The visible commands of an endpoint by name.</summary>
internal sealed class CommandTable
{
    private readonly FrozenDictionary<string, ConstrainedCommand> commands;

    /// <exception cref="ArgumentException">A name occurs twice or a parameter clashes with a common one.</exception>
    public CommandTable(ConstrainedEndpoint endpoint)
    {
        OffersJobs = endpoint.OffersJobs;
        Views = endpoint.Views;
        List<ConstrainedCommand> own = OffersJobs ? [.. endpoint.Commands.Select(JobCommands.WithParameter)] : [.. endpoint.Commands];
        List<ConstrainedCommand> all = [.. own, .. BuiltInCommands.All, .. OffersJobs ? JobCommands.All : []];
        foreach (var command in own)
        {
            var names = command.Parameters.Concat(CommonArguments.Parameters).SelectMany(parameter => parameter.Aliases.Prepend(parameter.Name)).ToList();
            if (names.Distinct(StringComparer.OrdinalIgnoreCase).Count() != names.Count)
                throw new ArgumentException($"A parameter of {command.Name} is declared twice or has the name of a common parameter.");
        }
        if (all.Select(command => command.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count() != all.Count)
            throw new ArgumentException($"A command of {endpoint.Name} is declared twice.");
        commands = all.ToFrozenDictionary(command => command.Name, StringComparer.OrdinalIgnoreCase);
        Ordered = [.. all.OrderBy(command => command.Name, StringComparer.OrdinalIgnoreCase)];
    }

    public IReadOnlyList<ConstrainedCommand> Ordered { get; }

    public bool OffersJobs { get; }

    public IReadOnlyList<ConstrainedView> Views { get; }

    public ConstrainedCommand? Find(string name) => commands.GetValueOrDefault(name);
}
