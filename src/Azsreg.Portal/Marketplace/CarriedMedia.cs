using Azsreg.Protocol;

namespace Azsreg.Portal.Marketplace;

/// <summary>Bundles on media that were put into the stamp's machine, so that nobody has to type where a stick was mounted.</summary>
internal static class CarriedMedia
{
    private const int MostFound = 8;
    private const int MostLooked = 500;

    /// <summary>Folders with a bundle's manifest, at most two below a medium's root.</summary>
    public static IReadOnlyList<string> FindBundles()
    {
        var found = new List<string>();
        var looked = 0;
        foreach (var root in Roots())
            Look(root, 2, found, ref looked);
        return found;
    }

    private static IEnumerable<string> Roots()
    {
        if (OperatingSystem.IsWindows())
            return DriveInfo.GetDrives().Where(drive => drive is { DriveType: DriveType.Removable or DriveType.CDRom, IsReady: true }).Select(drive => drive.RootDirectory.FullName);
        return ((string[])["/media", "/run/media", "/mnt", "/Volumes"]).Where(Directory.Exists).SelectMany(Below);
    }

    private static void Look(string folder, int deeper, List<string> found, ref int looked)
    {
        if (found.Count >= MostFound || ++looked > MostLooked)
            return;
        if (File.Exists(Path.Combine(folder, BundleManifestCodec.FileName)))
        {
            found.Add(folder);
            return;
        }

        foreach (var below in deeper == 0 ? [] : Below(folder))
            Look(below, deeper - 1, found, ref looked);
    }

    private static string[] Below(string folder)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(folder).Take(MostLooked).Order(StringComparer.Ordinal)];
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
