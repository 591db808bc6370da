namespace Azsreg.Cloud.Marketplace;

/// <summary>What a file is to its product. The names lie in the store.</summary>
internal enum FileRole
{
    GalleryPackage,
    OsDisk,
    DataDisk,
    Extension,
    Container,
    Icon,
}
