namespace Azsreg.Protocol;

/// <summary>A registration token or activation key that cannot be used, naming the field that is wrong.</summary>
public sealed class TokenFormatException : Exception
{
    /// <summary>Makes the failure.</summary>
    /// <param name="field">The field, in the token's own spelling; <c>token</c> where the whole cannot be read.</param>
    /// <param name="message">What is wrong with it, in one sentence without the value.</param>
    /// <param name="inner">What caused it.</param>
    public TokenFormatException(string field, string message, Exception? inner = null)
        : base(message, inner) => Field = field;

    /// <summary>The field that is wrong.</summary>
    public string Field { get; }
}
