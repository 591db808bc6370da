namespace Azsreg.Cloud.Blobs;

/// <summary>Which blobs there are; what they belong to knows it.</summary>
internal interface IBlobNames
{
    /// <summary>Finds a blob; null where there is none.</summary>
    Task<NamedBlob?> FindAsync(string container, string name, CancellationToken cancellationToken);
}
