namespace Azsreg.Protocol;

/// <summary>A usage batch or file that cannot be read as a whole, by name.</summary>
public sealed class UsageFormatException : Exception
{
    /// <summary>Makes the failure.</summary>
    /// <param name="code">One of <see cref="UsageBatchFault"/>.</param>
    /// <param name="message">What is wrong, in one sentence.</param>
    /// <param name="inner">What caused it.</param>
    public UsageFormatException(string code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>One of <see cref="UsageBatchFault"/>.</summary>
    public string Code { get; }
}
