namespace Azsreg.Protocol;

/// <summary>An activation key that came as a file, read and, where its signer's public key is known here, judged.</summary>
/// <param name="Text">The key as Azure made it, without what the journey added.</param>
/// <param name="Key">What it says.</param>
/// <param name="KeyId">The id of the key it is signed with (<c>kid</c>).</param>
/// <param name="IsVerified">True where the signature was checked and fits; false where the signer's key is not known here.</param>
public sealed record CarriedKey(Secret Text, ActivationKey Key, string KeyId, bool IsVerified)
{
    /// <summary>SHA-256 of <see cref="Text"/> in hexadecimal digits: the same before and after an unharmed journey.</summary>
    public string Fingerprint => CarriedFile.FingerprintOf(Text);

    /// <summary>The ARM id of the registration it activates.</summary>
    public string RegistrationId => ArmResourceId.Registration(Key.SubscriptionId, Key.ResourceGroupName, Key.RegistrationName).ToString();
}
