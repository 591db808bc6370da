namespace Azsreg.Protocol;

/// <summary>What a stamp can do from which version on. Versions compare as <see cref="Version"/>, as the public client does.</summary>
public static class StampVersions
{
    /// <summary>1712, the first that registers disconnected.</summary>
    public static readonly Version Disconnected = new(1, 0, 180106, 1);

    /// <summary>1803, the first that registers in the China and US Government clouds.</summary>
    public static readonly Version SovereignClouds = new(1, 1803);

    /// <summary>1912, the first whose <c>New-RegistrationToken</c> takes <c>-MsAssetTag</c>.</summary>
    public static readonly Version AssetTag = new(1, 1912, 0, 19);

    /// <summary>2008, the first whose <c>New-RegistrationToken</c> takes <c>-TokenVersion</c>.</summary>
    public static readonly Version TokenVersion = new(1, 2008, 0, 49);

    /// <summary>The last without <c>Set-RegistrationKeyPair</c>.</summary>
    public static readonly Version LastWithoutKeyPair = new(1, 2209, 0, 23);

    /// <summary>The last whose tokens are of version 4.0; later ones make 6.0.</summary>
    public static readonly Version LastWithToken4 = new(1, 2309, 0, 4);

    /// <summary>The sentence a stamp too old for a disconnected registration is refused with.</summary>
    public static string DisconnectedRule(Version stamp) =>
        $"Disconnected registration needs a stamp of {Disconnected} (1712) or later; this stamp is {stamp}.";

    /// <summary>True where the client calls <c>Set-RegistrationKeyPair</c>: a later build, and more than one node.</summary>
    public static bool HasKeyPair(Version stamp, int nodes) => stamp > LastWithoutKeyPair && nodes > 1;

    /// <summary>
    /// The <c>-TokenVersion</c> to ask for, or null where the stamp does not take one. Sovereign and custom clouds
    /// accept 3.0 up to 2309; from the build after it every cloud takes 6.0.
    /// </summary>
    public static string? RequestedTokenVersion(Version stamp, string azureEnvironment)
    {
        if (stamp < TokenVersion)
            return null;
        if (stamp > LastWithToken4)
            return "6.0";
        return azureEnvironment is "AzureChinaCloud" or "AzureUSGovernment" or "CustomCloud" ? "3.0" : "4.0";
    }
}
