using Azsreg.Protocol;

namespace Azsreg.AzureClient;

/// <summary>The token service refused; its own code is kept beside the catalogue's.</summary>
public sealed class SignInException : CataloguedException
{
    /// <summary>Makes the failure.</summary>
    /// <param name="entry">The catalogue entry.</param>
    /// <param name="detail">This case in words; never a secret.</param>
    /// <param name="error">The OAuth error, such as <c>invalid_grant</c>.</param>
    /// <param name="directoryCode">The directory's number, the digits of <c>AADSTS50126</c>.</param>
    /// <param name="nextCommands">Commands that lead on.</param>
    /// <param name="inner">What caused it.</param>
    public SignInException(
        ErrorEntry entry,
        string detail,
        string? error = null,
        int? directoryCode = null,
        IReadOnlyList<string>? nextCommands = null,
        Exception? inner = null)
        : base(entry, detail, nextCommands, inner)
    {
        Error = error;
        DirectoryCode = directoryCode;
    }

    /// <summary>The OAuth error (RFC 6749 §5.2), where the answer had one.</summary>
    public string? Error { get; }

    /// <summary>The digits of the directory's AADSTS code, where it gave one.</summary>
    public int? DirectoryCode { get; }
}
