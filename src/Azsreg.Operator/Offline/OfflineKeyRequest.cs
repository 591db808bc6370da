namespace Azsreg.Operator.Offline;

/// <summary>Which registration's key is fetched, and where it goes.</summary>
public sealed record OfflineKeyRequest
{
    /// <summary>The registration.</summary>
    public required RegistrationTarget Target { get; init; }

    /// <summary>The file or folder to write to; null for the usual name in the current folder.</summary>
    public string? File { get; init; }

    /// <summary>The key is given back and no file is written.</summary>
    public bool ToOutput { get; init; }

    /// <summary>Whatever lies where the file goes may be replaced.</summary>
    public bool Force { get; init; }
}
