using System.Diagnostics.CodeAnalysis;

namespace Azsreg.Remoting;

/// <summary>The category of an error record, with the numbers of MS-PSRP §2.2.3.9.</summary>
[SuppressMessage("Design", "CA1008", Justification = "Names and numbers are the protocol's.")]
[SuppressMessage("Naming", "CA1720", Justification = "Names and numbers are the protocol's.")]
public enum RemoteErrorCategory
{
    /// <summary>No category was given.</summary>
    NotSpecified = 0,
    /// <summary>A resource could not be opened.</summary>
    OpenError = 1,
    /// <summary>A resource could not be closed.</summary>
    CloseError = 2,
    /// <summary>A device reported an error.</summary>
    DeviceError = 3,
    /// <summary>A deadlock was detected.</summary>
    DeadlockDetected = 4,
    /// <summary>An argument is not valid.</summary>
    InvalidArgument = 5,
    /// <summary>Data is not valid.</summary>
    InvalidData = 6,
    /// <summary>The operation is not valid in this state.</summary>
    InvalidOperation = 7,
    /// <summary>A result is not valid.</summary>
    InvalidResult = 8,
    /// <summary>A type is not valid.</summary>
    InvalidType = 9,
    /// <summary>Metadata contradicts itself.</summary>
    MetadataError = 10,
    /// <summary>Something is not implemented.</summary>
    NotImplemented = 11,
    /// <summary>Something is not installed.</summary>
    NotInstalled = 12,
    /// <summary>The object was not found.</summary>
    ObjectNotFound = 13,
    /// <summary>The operation was stopped.</summary>
    OperationStopped = 14,
    /// <summary>The operation took too long.</summary>
    OperationTimeout = 15,
    /// <summary>The syntax is wrong.</summary>
    SyntaxError = 16,
    /// <summary>The parser refused the text.</summary>
    ParserError = 17,
    /// <summary>A right is missing.</summary>
    PermissionDenied = 18,
    /// <summary>The resource is busy.</summary>
    ResourceBusy = 19,
    /// <summary>The resource exists already.</summary>
    ResourceExists = 20,
    /// <summary>The resource is not available.</summary>
    ResourceUnavailable = 21,
    /// <summary>A resource could not be read.</summary>
    ReadError = 22,
    /// <summary>A resource could not be written.</summary>
    WriteError = 23,
    /// <summary>A native command reported an error.</summary>
    FromStdErr = 24,
    /// <summary>Security refused the operation.</summary>
    SecurityError = 25,
    /// <summary>A protocol was not obeyed.</summary>
    ProtocolError = 26,
    /// <summary>A connection failed.</summary>
    ConnectionError = 27,
    /// <summary>The caller could not be authenticated.</summary>
    AuthenticationError = 28,
    /// <summary>A limit was reached.</summary>
    LimitsExceeded = 29,
    /// <summary>A quota was reached.</summary>
    QuotaExceeded = 30,
    /// <summary>The operation is switched off.</summary>
    NotEnabled = 31,
}
