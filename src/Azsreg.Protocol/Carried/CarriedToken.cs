namespace Azsreg.Protocol;

/// <summary>A registration token that came as a file or pasted text, read and judged.</summary>
/// <param name="Text">The token as the stamp made it, without what the journey added.</param>
/// <param name="Token">What it says.</param>
/// <param name="Seal">What can be said of its wholeness.</param>
public sealed record CarriedToken(Secret Text, RegistrationToken Token, TokenSeal Seal)
{
    /// <summary>SHA-256 of <see cref="Text"/> in hexadecimal digits: the same before and after an unharmed journey.</summary>
    public string Fingerprint => CarriedFile.FingerprintOf(Text);

    /// <summary>Who signed it: the first 16 digits of the SHA-256 of the stamp's public key; null where it is not signed in this layout.</summary>
    public string? SignerKey => Token.PublicKey is { } key && Seal == TokenSeal.Whole ? CarriedFile.KeyName(key) : null;
}
