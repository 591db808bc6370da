using System.Diagnostics;

namespace Azsreg.Protocol;

/// <summary>
/// A password, token or key on its way through the system. Its text shows only where <see cref="Reveal"/> is called,
/// so that logs, exception texts, records' <c>ToString</c> and the debugger print <c>***</c>.
/// </summary>
[DebuggerDisplay("***")]
public sealed class Secret : IEquatable<Secret>
{
    private readonly string _value;

    /// <summary>Wraps <paramref name="value"/>.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="value"/> is null.</exception>
    public Secret(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _value = value;
    }

    /// <summary>True where there is no text.</summary>
    public bool IsEmpty => _value.Length == 0;

    /// <summary>The text itself, for the one place that must send or check it.</summary>
    public string Reveal() => _value;

    /// <summary>Compares in constant time, so that the answer's timing says nothing about the text.</summary>
    public bool Equals(Secret? other) =>
        other is not null && System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(
            System.Text.Encoding.UTF8.GetBytes(_value), System.Text.Encoding.UTF8.GetBytes(other._value));

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Secret);

    /// <inheritdoc />
    public override int GetHashCode() => string.GetHashCode(_value, StringComparison.Ordinal);

    /// <summary>Always <c>***</c>.</summary>
    public override string ToString() => "***";
}
