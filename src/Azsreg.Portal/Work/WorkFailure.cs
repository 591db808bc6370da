using Azsreg.Hosting;
using Azsreg.Protocol;

namespace Azsreg.Portal.Work;

/// <summary>Why a run failed, kept as it was told.</summary>
/// <param name="Code">The catalogue's code.</param>
/// <param name="Detail">This case in words, with the state things are in.</param>
/// <param name="Commands">Commands that lead on.</param>
public sealed record WorkFailure(string Code, string Detail, IReadOnlyList<string> Commands)
{
    public static WorkFailure Of(CataloguedException failure) => new(failure.Entry.Code, Redaction.Apply(failure.Detail), failure.NextCommands);

    /// <summary>The failure again. A code of a newer program's folder is told as unexpected, with its words.</summary>
    public CataloguedException ToException() => ErrorCatalogue.Find(Code) is { } entry
        ? new CataloguedException(entry, Detail, Commands)
        : new CataloguedException(ErrorCatalogue.Unexpected, $"{Code}: {Detail}", Commands);
}
