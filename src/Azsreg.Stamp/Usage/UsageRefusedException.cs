namespace Azsreg.Stamp.Usage;

/// <summary>A record the stamp does not take; the rest of its reports is not touched.</summary>
/// <param name="code">One of <see cref="Protocol.UsageRefusalCode"/>.</param>
/// <param name="message">Why, in one sentence.</param>
internal sealed class UsageRefusedException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
