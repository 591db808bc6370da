using Azsreg.AzureClient;
using Azsreg.Hosting;
using Azsreg.Operator.Documents;
using Azsreg.Protocol;

namespace Azsreg.Operator.Environments;

/// <summary>The environments this data folder knows, and which one is in use.</summary>
public sealed class EnvironmentBook
{
    private readonly OperatorDocument<EnvironmentsDocument> _document;
    private readonly Lazy<EnvironmentPointer?> _pointer;

    /// <summary>Opens the book of a data folder.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="clock">The time.</param>
    /// <param name="findPointer">Finds what AzureCloud means here; where null, by the process's own environment and folder.</param>
    public EnvironmentBook(DataFolder folder, TimeProvider clock, Func<EnvironmentPointer?>? findPointer = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        _document = new(Path.Combine(folder.Operator, "environments.json"), OperatorJson.Default.EnvironmentsDocument, EnvironmentsDocument.Empty, clock);
        _pointer = new(findPointer ?? (static () => EnvironmentPointer.Find(Environment.GetEnvironmentVariable, Environment.CurrentDirectory)));
    }

    /// <summary>All of them, the built-in ones first.</summary>
    public IReadOnlyList<EnvironmentEntry> List() => List(_document.Read());

    /// <summary>The one in use: the one chosen, else public Azure.</summary>
    public EnvironmentEntry Current
    {
        get
        {
            var document = _document.Read();
            return Meant(document, document.Current ?? AzureEnvironment.AzureCloud.Name) ?? BuiltIn(AzureEnvironment.AzureCloud);
        }
    }

    /// <summary>What makes AzureCloud mean another Azure here; null where it means itself.</summary>
    public EnvironmentPointer? StandIn => _pointer.Value;

    /// <summary>True where a person or <c>up</c> chose one.</summary>
    public bool IsChosen => _document.Read().Current is not null;

    /// <summary>The environment of a name, in any letter case; the one in use where no name is given.</summary>
    /// <exception cref="CataloguedException">There is none of that name (AZR3022).</exception>
    public EnvironmentEntry Get(string? name) => name is null ? Current : Meant(_document.Read(), name) ?? throw Unknown(name);

    /// <summary>Enters an environment, in place of one of the same name.</summary>
    /// <param name="entry">The environment with its trust.</param>
    /// <param name="use">True chooses it as well.</param>
    /// <param name="cancellationToken">Ends the waiting for a parallel command.</param>
    /// <exception cref="CataloguedException">The name is a built-in one's (AZR1001).</exception>
    public Task EnterAsync(EnvironmentEntry entry, bool use, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (AzureEnvironment.BuiltIn.Any(known => Same(known.Name, entry.Name)))
            throw new CataloguedException(ErrorCatalogue.InvalidOption, $"'{entry.Name}' is built in and stays as it is; give another name.");
        return _document.UpdateAsync(
            document => new EnvironmentsDocument(
                use ? entry.Name : document.Current,
                [.. document.Environments.Where(known => !Same(known.Name, entry.Name)), entry]),
            cancellationToken);
    }

    /// <summary>Chooses the environment in use.</summary>
    /// <exception cref="CataloguedException">There is none of that name (AZR3022).</exception>
    public async Task<EnvironmentEntry> UseAsync(string name, CancellationToken cancellationToken = default)
    {
        var document = await _document.UpdateAsync(known => known with { Current = (Find(known, name) ?? throw Unknown(name)).Name }, cancellationToken);
        return Find(document, name)!;
    }

    /// <summary>Forgets an environment that was entered.</summary>
    /// <exception cref="CataloguedException">There is none of that name (AZR3022), or it is built in (AZR1001).</exception>
    public Task RemoveAsync(string name, CancellationToken cancellationToken = default) => _document.UpdateAsync(
        document =>
        {
            var entry = Find(document, name) ?? throw Unknown(name);
            if (entry.IsBuiltIn)
                throw new CataloguedException(ErrorCatalogue.InvalidOption, $"'{entry.Name}' is built in and cannot be removed.");
            return new EnvironmentsDocument(
                document.Current is { } current && Same(current, name) ? null : document.Current,
                [.. document.Environments.Where(known => !Same(known.Name, name))]);
        },
        cancellationToken);

    private static IReadOnlyList<EnvironmentEntry> List(EnvironmentsDocument document) => [.. AzureEnvironment.BuiltIn.Select(BuiltIn), .. document.Environments];

    private static EnvironmentEntry? Find(EnvironmentsDocument document, string name) => List(document).FirstOrDefault(entry => Same(entry.Name, name));

    /// <summary>The environment of a name, where AzureCloud may be pointed at another.</summary>
    private EnvironmentEntry? Meant(EnvironmentsDocument document, string name)
    {
        var cloud = AzureEnvironment.AzureCloud.Name;
        if (_pointer.Value is not { } pointer || Same(pointer.Target, cloud) || !(Same(name, cloud) || Same(name, pointer.Target)))
            return Find(document, name);
        // Called by its own name too it says what stands for what: it is the same Azure that AzureCloud means here.
        return Find(document, pointer.Target) is { } target
            ? target with { Environment = target.Environment with { StandsFor = cloud } }
            : throw new CataloguedException(
                ErrorCatalogue.EnvironmentUnknown, $"{pointer.Source} points AzureCloud at '{pointer.Target}', and there is no such environment.", ["azsreg environment list"]);
    }

    private static EnvironmentEntry BuiltIn(AzureEnvironment environment) => new(environment, []);

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static CataloguedException Unknown(string name) => new(ErrorCatalogue.EnvironmentUnknown, $"There is no environment '{name}'.", ["azsreg environment list"]);
}
