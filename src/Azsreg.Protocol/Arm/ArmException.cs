namespace Azsreg.Protocol;

/// <summary>A request ARM answers, or has answered, with its error envelope.</summary>
public sealed class ArmException : Exception
{
    /// <summary>Makes the failure.</summary>
    /// <param name="statusCode">The HTTP status, 400 to 599.</param>
    /// <param name="error">The error.</param>
    /// <param name="inner">What caused it.</param>
    public ArmException(int statusCode, ArmError error, Exception? inner = null)
        : base($"{statusCode} {error.Code}: {error.Message}", inner)
    {
        StatusCode = statusCode;
        Error = error;
    }

    /// <summary>Makes the failure from a code and a message.</summary>
    public ArmException(int statusCode, string code, string message, string? target = null)
        : this(statusCode, new ArmError(code, message, target))
    {
    }

    /// <summary>The HTTP status.</summary>
    public int StatusCode { get; }

    /// <summary>The error.</summary>
    public ArmError Error { get; }

    /// <summary>The correlation id of the request, where it is known.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>How long the server asked to wait, where it did.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
