using Azsreg.Protocol;

namespace Azsreg.Stamp.PrivilegedEndpoint;

/// <summary>A command of the stamp that failed: at the privileged endpoint an ErrorRecord with this id, at admin ARM an error code.</summary>
internal sealed class CommandFailure : Exception
{
    /// <summary>Fails in the words of the catalogue: its code, what happened, and this case.</summary>
    public CommandFailure(string errorId, ErrorEntry entry, string detail, Exception? inner = null)
        : this(errorId, $"{entry.Code} {entry.What}: {detail}", inner) => Entry = entry;

    /// <summary>Fails in the words a real stamp uses, where those are known.</summary>
    public CommandFailure(string errorId, string message, Exception? inner = null)
        : base(message, inner) => ErrorId = errorId;

    /// <summary>First part of the FullyQualifiedErrorId; stable.</summary>
    public string ErrorId { get; }

    /// <summary>Catalogue entry, where the failure has one.</summary>
    public ErrorEntry? Entry { get; }
}
