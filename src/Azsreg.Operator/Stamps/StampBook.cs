using Azsreg.Hosting;
using Azsreg.Operator.Documents;
using Azsreg.Protocol;

namespace Azsreg.Operator.Stamps;

/// <summary>The stamps this data folder knows, and which one is in use.</summary>
public sealed class StampBook
{
    private readonly OperatorDocument<StampsDocument> _document;
    private readonly string _folder;

    /// <summary>Opens the book of a data folder.</summary>
    public StampBook(DataFolder folder, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(folder);
        _folder = folder.Operator;
        _document = new(Path.Combine(_folder, "stamps.json"), OperatorJson.Default.StampsDocument, StampsDocument.Empty, clock);
    }

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<StampEntry> List() => [.. _document.Read().Stamps.OrderBy(stamp => stamp.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>The one in use: the one chosen, else the only one; null where that leaves a doubt.</summary>
    public StampEntry? Current
    {
        get
        {
            var document = _document.Read();
            return document.Current is { } name ? TryFind(document, name) : document.Stamps is [var only] ? only : null;
        }
    }

    /// <summary>The stamp of a name, in any letter case; null where there is none.</summary>
    public StampEntry? TryGet(string name) => TryFind(_document.Read(), name);

    /// <summary>The stamp of a name; the one in use where no name is given.</summary>
    /// <exception cref="CataloguedException">There is none (AZR4006), or none is in use (AZR1001).</exception>
    public StampEntry Get(string? name)
    {
        if (name is not null)
            return TryGet(name) ?? throw Unknown(name);
        return Current ?? throw new CataloguedException(
            ErrorCatalogue.InvalidOption,
            List().Count == 0 ? "No stamp is entered yet." : "Several stamps are entered and none is in use.",
            List().Count == 0 ? ["azsreg stamp add NAME --privileged-endpoint URL"] : [.. List().Select(stamp => $"azsreg stamp use {stamp.Name}")]);
    }

    /// <summary>Enters a stamp, in place of one of the same name.</summary>
    public Task EnterAsync(StampEntry entry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return _document.UpdateAsync(
            document => document with { Stamps = [.. document.Stamps.Where(known => !Same(known.Name, entry.Name)), entry] }, cancellationToken);
    }

    /// <summary>Chooses the stamp in use.</summary>
    /// <exception cref="CataloguedException">There is none of that name (AZR4006).</exception>
    public async Task<StampEntry> UseAsync(string name, CancellationToken cancellationToken = default)
    {
        var document = await _document.UpdateAsync(known => known with { Current = (TryFind(known, name) ?? throw Unknown(name)).Name }, cancellationToken);
        return TryFind(document, name)!;
    }

    /// <summary>Forgets a stamp; the stamp itself is not touched.</summary>
    /// <exception cref="CataloguedException">There is none of that name (AZR4006).</exception>
    public Task RemoveAsync(string name, CancellationToken cancellationToken = default) => _document.UpdateAsync(
        document =>
        {
            var entry = TryFind(document, name) ?? throw Unknown(name);
            return new StampsDocument(
                document.Current is { } current && Same(current, name) ? null : document.Current,
                [.. document.Stamps.Where(known => known != entry)]);
        },
        cancellationToken);

    /// <summary>The host key entered for a stamp, as a file for ssh; null where none is.</summary>
    internal SshKnownHosts? KnownHosts(StampEntry? stamp) => stamp?.SshHostKey is { } key ? SshKnownHosts.Write(_folder, stamp.Name, key) : null;

    private static StampEntry? TryFind(StampsDocument document, string name) => document.Stamps.FirstOrDefault(stamp => Same(stamp.Name, name));

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static CataloguedException Unknown(string name) => new(ErrorCatalogue.StampUnknown, $"There is no stamp '{name}'.", ["azsreg stamp list"]);
}
