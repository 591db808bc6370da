using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Operator.Offline;

/// <summary>Where a workflow writes the file it makes, and what lies there now.</summary>
internal sealed class CarriedDestination
{
    /// <summary>The whole path; null where the text goes to standard output.</summary>
    public required string? Path { get; init; }

    /// <summary>What a plan calls it.</summary>
    public string Subject => $"file {System.IO.Path.GetFileName(Path)}";

    /// <summary>Whether a file is there already.</summary>
    public bool IsThere => Path is not null && File.Exists(Path);

    /// <summary>Looks whether the file may be written.</summary>
    /// <param name="force">Whatever is there may be replaced.</param>
    /// <param name="whyNot">Judges what is there: null where it is of the same stamp, else what it is.</param>
    /// <exception cref="CataloguedException">Something else is there (AZR5015).</exception>
    public void Demand(bool force, Func<byte[], string?> whyNot)
    {
        if (!IsThere || force) return;
        string? why;
        try
        {
            why = whyNot(CarriedFiles.Read(Path!));
        }
        catch (CataloguedException unreadable)
        {
            why = unreadable.Entry == ErrorCatalogue.CarriedFileUnreadable ? "cannot be read" : $"is no file of this kind, or is damaged ({unreadable.Entry.What})";
        }

        if (why is not null) throw new CataloguedException(ErrorCatalogue.CarriedFileInTheWay, $"'{Path}' {why}.");
    }

    /// <summary>The plan's line.</summary>
    public PlannedChange Change(string content) => IsThere ? PlannedChange.Change(Subject, "the former one", content) : PlannedChange.Add(Subject, content);
}
