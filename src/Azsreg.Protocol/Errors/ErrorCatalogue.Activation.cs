namespace Azsreg.Protocol;

public static partial class ErrorCatalogue
{
    /// <summary>The key is not a key.</summary>
    public static readonly ErrorEntry ActivationKeyMalformed = new(
        "AZR5001", FailureKind.Usage,
        "the activation key cannot be read",
        "It is not a signed key in compact form, or a part of it was lost on the way.",
        "Fetch the key again and hand it over as a file.");

    /// <summary>The signature does not fit.</summary>
    public static readonly ErrorEntry ActivationKeyAltered = new(
        "AZR5002", FailureKind.Failed,
        "the activation key was altered",
        "Its signature does not fit its content.",
        "Fetch the key again and hand it over unchanged.");

    /// <summary>Signed by an unknown key.</summary>
    public static readonly ErrorEntry ActivationKeyNotTrusted = new(
        "AZR5003", FailureKind.Failed,
        "the activation key was signed by someone this stamp does not trust",
        "The key comes from another Azure than the one this stamp was set up with.",
        "Register with the Azure this stamp trusts, or give the stamp that Azure's public key.");

    /// <summary>For another stamp.</summary>
    public static readonly ErrorEntry ActivationKeyForeign = new(
        "AZR5004", FailureKind.Conflict,
        "the activation key is for another stamp",
        "A key is bound to one cloud id.",
        "Fetch the key of this stamp's own registration.");

    /// <summary>Expired.</summary>
    public static readonly ErrorEntry ActivationKeyExpired = new(
        "AZR5005", FailureKind.Failed,
        "the activation key has expired",
        "A key of a yearly agreement ends with it.",
        "Renew the registration, then fetch a new key.");

    /// <summary>The stamp is not active after all.</summary>
    public static readonly ErrorEntry ActivationFailed = new(
        "AZR5006", FailureKind.Failed,
        "the stamp could not be activated",
        "The activation ran on the stamp and failed; its own words are given.",
        "Run the same command again; it goes on where it stopped.", Retryable: true);
}
