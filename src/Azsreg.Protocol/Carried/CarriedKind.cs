namespace Azsreg.Protocol;

/// <summary>What a file that people carry between the two sides can be.</summary>
public enum CarriedKind
{
    /// <summary>Something else.</summary>
    Unknown,

    /// <summary>A registration token: from the stamp to Azure.</summary>
    RegistrationToken,

    /// <summary>An activation key: from Azure to the stamp.</summary>
    ActivationKey,

    /// <summary>The public keys activation keys are signed with: from Azure to the stamp, once.</summary>
    ActivationKeySet,
}
