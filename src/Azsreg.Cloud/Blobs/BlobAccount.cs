namespace Azsreg.Cloud.Blobs;

/// <summary>The one storage account of this cloud: <c>https://{cloud}/azsmarketplace/{container}/{blob}</c>.</summary>
internal static class BlobAccount
{
    public const string Name = "azsmarketplace";

    /// <summary>What stamps download; a link needs a signature.</summary>
    public const string Packages = "packages";

    /// <summary>Pictures; readable by anybody, as the service's are.</summary>
    public const string Icons = "icons";

    /// <summary>What ranges are hashed by, and the most Azure answers an MD5 for: 4 MiB.</summary>
    public const int BlockSize = 4 * 1024 * 1024;
}
