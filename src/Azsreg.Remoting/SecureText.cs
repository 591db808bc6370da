namespace Azsreg.Remoting;

/// <summary>
/// A secret string: PowerShell's <c>SecureString</c> on the wire (MS-PSRP §2.2.5.1.24). Its text is shown only by <see cref="Reveal"/>;
/// <see cref="ToString"/> is masked, so that it cannot reach a log by accident.
/// </summary>
public sealed class SecureText : IEquatable<SecureText>
{
    private readonly string text;

    /// <summary>Keeps <paramref name="text"/> as a secret.</summary>
    public SecureText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        this.text = text;
    }

    /// <summary>The secret in clear.</summary>
    public string Reveal() => text;

    /// <inheritdoc/>
    public bool Equals(SecureText? other) => other is not null && string.Equals(text, other.text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SecureText);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(text, StringComparison.Ordinal);

    /// <summary>Always <c>***</c>.</summary>
    public override string ToString() => "***";
}
